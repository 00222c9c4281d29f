package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.spool.IndexRanges.Range;
import org.junit.jupiter.api.Test;

class IndexRangesTest {
  private final IndexRanges ranges = new IndexRanges();

  @Test
  void onlyNewPartsAreTold() {
    assertThat(ranges.add(5, 7)).containsExactly(new Range(5, 7));
    assertThat(ranges.add(6, 6)).isEmpty();
    assertThat(ranges.add(10, 10)).containsExactly(new Range(10, 10));

    assertThat(ranges.add(4, 12))
        .containsExactly(new Range(4, 4), new Range(8, 9), new Range(11, 12));
    assertThat(ranges.add(1, 12)).containsExactly(new Range(1, 3));
  }

  @Test
  void rangesThatTouchAreOne() {
    ranges.add(1, 3);
    ranges.add(7, 9);
    ranges.add(11, 12);
    assertThat(ranges.ranges())
        .containsExactly(new Range(1, 3), new Range(7, 9), new Range(11, 12));

    ranges.add(4, 6);
    assertThat(ranges.ranges()).containsExactly(new Range(1, 9), new Range(11, 12));

    ranges.add(10, 10);
    assertThat(ranges.ranges()).containsExactly(new Range(1, 12));
  }

  @Test
  void forgottenRangesAreThoseBehind() {
    ranges.add(1, 3);
    ranges.add(5, 9);

    ranges.forgetUpTo(5);

    assertThat(ranges.add(5, 9)).isEmpty();
    assertThat(ranges.add(2, 2)).hasSize(1);
  }
}
