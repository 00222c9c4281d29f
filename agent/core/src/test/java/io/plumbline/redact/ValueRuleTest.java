package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueRuleTest {
  /** Test numbers that payment schemes publish. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        4111111111111111L,
        5555555555554444L,
        378282246310005L,
        6011111111111117L,
        4222222222222L
      })
  void paymentCardsAreRemovedAlsoOfNamedFeatures(long card) {
    assertThat(ValueRule.SAFE.keeps(card)).isFalse();
    assertThat(ValueRule.SAFE.keeps((double) card)).isFalse();
    assertThat(ValueRule.NUMBERS.keeps(card)).isFalse();
    assertThat(ValueRule.NAMED.keeps(card)).isFalse();
    assertThat(ValueRule.round(10, true).keeps(card)).isFalse();
    assertThat(ValueRule.allow(false).keeps(card)).isTrue();
    assertThat(ValueRule.KEEP.keeps(card)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 42, 4111111111111112L, 79927398713L, Long.MIN_VALUE})
  void otherNumbersAreKept(long number) {
    assertThat(ValueRule.SAFE.keeps(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, Double.NaN, Double.POSITIVE_INFINITY, 4111111111111111.5, -1e300})
  void fractionsAndSpecialValuesAreKept(double number) {
    assertThat(ValueRule.SAFE.keeps(number)).isTrue();
  }

  @Test
  void namedStringsAreKeptUnlessADetectorKnowsThem() {
    assertThat(ValueRule.NAMED.treatmentOf("FR", 256)).isEqualTo(TextTreatment.KEEP);
    assertThat(ValueRule.NAMED.treatmentOf("a@b.org", 256)).isEqualTo(TextTreatment.HASH);
    assertThat(ValueRule.allow(false).treatmentOf("a@b.org", 256)).isEqualTo(TextTreatment.KEEP);
  }

  /** A cut would otherwise leave half of an address that no detector knows any more. */
  @Test
  void whatGoesOnBeyondTheCutIsSeen() {
    String text = "x".repeat(10) + " alice@example.org";

    assertThat(ValueRule.NAMED.treatmentOf(text, 20)).isEqualTo(TextTreatment.HASH);
  }

  @Test
  void truncatedIsWhatIsLeftLookedThrough() {
    ValueRule rule = ValueRule.truncate(5, true);

    assertThat(rule.treatmentOf("alice@example.org", 256)).isEqualTo(TextTreatment.TRUNCATE);
    assertThat(ValueRule.truncate(100, true).treatmentOf("alice@example.org", 256))
        .isEqualTo(TextTreatment.HASH);
  }

  @Test
  void numberRulesFailOnStrings() {
    assertThat(ValueRule.round(1, true).treatmentOf("34", 256)).isEqualTo(TextTreatment.FAIL);
  }

  @ParameterizedTest
  @CsvSource({"10, 44.9, 40", "10, -7, -10", "0.1, 0.33, 0.3", "0.5, 2.3, 2.5", "1, NaN, NaN"})
  void roundsToTheStep(double step, double value, double rounded) {
    assertThat((Double) ValueRule.round(step, true).changed(value)).isEqualTo((Double) rounded);
  }

  @ParameterizedTest
  @CsvSource({"17, 18", "18, 18", "29.9, 18", "30, 30", "99, 65", "Infinity, 65", "NaN, NaN"})
  void putsIntoBuckets(double value, double edge) {
    ValueRule rule = ValueRule.bucket(new double[] {18, 30, 65}, true);

    assertThat((Double) rule.changed(value)).isEqualTo((Double) edge);
  }

  @Test
  void noiseIsLaplaceOfTheScaleAndLiesOnTheGrid() {
    ValueRule rule = ValueRule.noise(0.5, 2, true);
    double[] noise =
        DoubleStream.generate(() -> rule.changed(100.0) - 100).limit(200_000).toArray();

    assertThat(DoubleStream.of(noise)).allMatch(each -> each == Math.rint(each / 4) * 4);
    // Of Laplace with scale 4: mean 0, mean of absolutes 4; rounding to 4 adds little.
    assertThat(DoubleStream.of(noise).average().orElseThrow()).isCloseTo(0, within(0.1));
    assertThat(DoubleStream.of(noise).map(Math::abs).average().orElseThrow())
        .isCloseTo(4, within(0.3));
    assertThat(DoubleStream.of(noise).filter(each -> Math.abs(each) > 14).count() / 200_000.0)
        .isCloseTo(Math.exp(-14 / 4.0), within(0.005));
  }

  @Test
  void longsKeepTheirDigitsWhereNothingChanges() {
    assertThat(ValueRule.SAFE.changed(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(ValueRule.round(10, true).changed(44L)).isEqualTo(40);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> ValueRule.bucket(new double[] {3, 1}, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueRule.round(0, true)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ValueRule.mask(5)).isInstanceOf(IllegalArgumentException.class);
  }
}
