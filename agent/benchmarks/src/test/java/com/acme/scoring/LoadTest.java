package com.acme.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void orderSaysWhatIsCalledHowAndHowOften() {
    assertThat(Load.parse("measure", "pace=open", "threads=4", "rate=0.5", "rounds=7", "millis=20"))
        .isEqualTo(new Load(Load.Pace.OPEN, 4, 0.5, 7, 20, false));
  }

  @Test
  void whatIsNotSaidHasADefault() {
    assertThat(Load.parse("measure")).isEqualTo(new Load(Load.Pace.CLOSED, 1, 0, 0, 1000, false));
  }

  @Test
  void unknownPaceIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Load.parse("pace=gallop"));
  }
}
