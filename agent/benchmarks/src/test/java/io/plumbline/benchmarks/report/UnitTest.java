package io.plumbline.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitTest {
  @Test
  void durationsHaveTheUnitThatFitsThem() {
    assertThat(Unit.NANOS.write(243.4)).isEqualTo("243 ns");
    assertThat(Unit.NANOS.write(9_999)).isEqualTo("9,999 ns");
    assertThat(Unit.NANOS.write(20_000)).isEqualTo("20.0 µs");
    assertThat(Unit.NANOS.write(1_500_000)).isEqualTo("1.5 ms");
    assertThat(Unit.NANOS.write(-5.3e9)).isEqualTo("-5.3 s");
  }

  @Test
  void othersAreWrittenForPeople() {
    assertThat(Unit.MEGABYTES.write(12 << 20)).isEqualTo("12.0 MB");
    assertThat(Unit.PERCENT.write(0.003)).isEqualTo("0.30 %");
    assertThat(Unit.PERCENT.write(1)).isEqualTo("100 %");
    assertThat(Unit.WHOLE.write(-0.2)).isEqualTo("0");
    assertThat(Unit.RATIO.write(1.006)).isEqualTo("1.01");
  }
}
