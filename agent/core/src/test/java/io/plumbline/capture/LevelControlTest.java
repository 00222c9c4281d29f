package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** The state machine alone: loads are given by the second, time passes by windows. */
class LevelControlTest {
  private static final OverheadBudget BUDGET = new OverheadBudget(0.05, Duration.ofMillis(1));
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * What the host does in a second.
   *
   * @param calls that it makes
   * @param fullNanos what one costs with its values; a summary costs a tenth, a count a hundredth
   */
  private record Load(long calls, double fullNanos) {
    static final Load NONE = new Load(0, 0);

    /** Costs 200 % of a core with values, 20 % as summaries, 2 % as counts. */
    static final Load FLOOD = new Load(200_000, 10_000);

    /** 20 % of a core with values, 2 % as summaries. */
    static final Load HEAVY = new Load(20_000, 10_000);

    /** 1 %. */
    static final Load LIGHT = new Load(1_000, 10_000);

    double nanosAt(CaptureLevel level) {
      return fullNanos / Math.pow(10, level.number());
    }
  }

  private final LevelControl control = new LevelControl(BUDGET);
  private final List<CaptureLevel> levels = new ArrayList<>();

  @Test
  void loadThatFitsChangesNothing() {
    run(3600, second -> Load.LIGHT);

    assertThat(changes()).isEmpty();
    assertThat(control.utilization()).isEqualTo(0.01);
  }

  @Test
  void loadThatIsTooMuchGoesWithoutValuesAndStaysThere() {
    run(3600, second -> Load.HEAVY);

    assertThat(changes()).containsExactly(CaptureLevel.SUMMARY);
    assertThat(levels.indexOf(CaptureLevel.SUMMARY)).isEqualTo(4);
  }

  @Test
  void loadThatIsTooMuchEvenThenIsOnlyCounted() {
    run(3600, second -> Load.FLOOD);

    assertThat(changes()).containsExactly(CaptureLevel.SUMMARY, CaptureLevel.COUNTS);
  }

  @Test
  void belowCountsThereIsNothing() {
    run(3600, second -> new Load(10_000_000, 10_000));

    assertThat(levels).last().isEqualTo(CaptureLevel.COUNTS);
  }

  @Test
  void callsThatCostTooMuchEachStepDownHoweverFewTheyAre() {
    run(60, second -> new Load(2, 2_000_000));

    assertThat(changes()).containsExactly(CaptureLevel.SUMMARY);
  }

  @Test
  void shortPeakIsBorne() {
    run(600, second -> second % 60 < 4 ? Load.FLOOD : Load.LIGHT);

    assertThat(changes()).isEmpty();
  }

  @Test
  void wayBackIsTheWayDown() {
    run(60, second -> Load.FLOOD);
    run(60, second -> Load.LIGHT);

    assertThat(changes())
        .containsExactly(
            CaptureLevel.SUMMARY, CaptureLevel.COUNTS, CaptureLevel.SUMMARY, CaptureLevel.FULL);
  }

  @Test
  void itIsBackWithinHalfAMinuteOfTheFirstTime() {
    run(60, second -> Load.FLOOD);
    levels.clear();
    run(30, second -> Load.LIGHT);

    assertThat(levels).last().isEqualTo(CaptureLevel.FULL);
  }

  @Test
  void hostThatFallsSilentIsBackAsWell() {
    run(60, second -> Load.FLOOD);
    run(60, second -> Load.NONE);

    assertThat(levels).last().isEqualTo(CaptureLevel.FULL);
  }

  @Test
  void inputsThatBecomeSmallAgainAreNoticed() {
    run(60, second -> new Load(20, 5_000_000));
    assertThat(levels).last().isNotEqualTo(CaptureLevel.FULL);

    run(60, second -> new Load(20, 5_000));

    assertThat(levels).last().isEqualTo(CaptureLevel.FULL);
  }

  @Test
  void whatWouldJustFitIsNotTried() {
    run(30, second -> Load.HEAVY);
    levels.clear();
    run(3600, second -> new Load(4_500, 10_000)); // 4.5 %

    assertThat(levels).doesNotContain(CaptureLevel.FULL);
  }

  @Test
  void loadThatComesAndGoesDoesNotMakeItSwing() {
    run(3600, second -> second % 40 < 20 ? Load.HEAVY : Load.LIGHT);

    assertThat(changes()).hasSizeLessThan(12);
    assertThat(changesAfter(600)).isLessThanOrEqualTo(2);
  }

  @Test
  void otherBudgetCountsFromTheNextWindowOn() {
    run(60, second -> Load.HEAVY);
    control.change(new OverheadBudget(0.5, Duration.ofMillis(1)));
    run(30, second -> Load.HEAVY);

    assertThat(levels).last().isEqualTo(CaptureLevel.FULL);
  }

  /** Any load: an hour of pieces of any length. The seed is in the message. */
  @Test
  void noLoadMakesItSwing() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LevelControlTest test = new LevelControlTest();
      Load[] hour = anyHour(random);
      test.run(3600, second -> hour[second]);

      // Up at most once for each doubling of the calm that it asks for, and every ten minutes then.
      long ups = test.ups();
      assertThat(ups).as("steps up with seed " + seed).isLessThanOrEqualTo(20);
      assertThat(test.changes().size()).as("steps, seed " + seed).isLessThanOrEqualTo(42);
    }
  }

  /** A load that stays as it is: after two minutes the level does, too. */
  @Test
  void underALoadThatStaysTheLevelStays() {
    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LevelControlTest test = new LevelControlTest();
      Load before = anyLoad(random);
      Load after = anyLoad(random);
      test.run(120, second -> before);
      test.run(3600, second -> after);

      assertThat(test.changesAfter(240)).as("changes with seed " + seed).isZero();
    }
  }

  private static Load[] anyHour(SplittableRandom random) {
    Load[] hour = new Load[3600];
    int second = 0;
    while (second < hour.length) {
      Load load = anyLoad(random);
      int length = 1 + random.nextInt(1 + random.nextInt(240));
      for (int i = 0; i < length && second < hour.length; i++) {
        hour[second++] = load;
      }
    }
    return hour;
  }

  private static Load anyLoad(SplittableRandom random) {
    double calls = Math.pow(10, 6 * random.nextDouble()) - 1;
    double nanos = Math.pow(10, 2 + 5 * random.nextDouble());
    return new Load((long) calls, nanos);
  }

  private void run(int seconds, IntFunction<Load> load) {
    for (int second = 0; second < seconds; second++) {
      Load now = load.apply(second);
      CaptureLevel level = control.level();
      boolean idle = now.calls() == 0;
      double higher = idle || level == CaptureLevel.FULL ? Double.NaN : now.nanosAt(level.higher());
      levels.add(
          control.observe(
              new OverheadWindow(
                  SECOND, now.calls(), idle ? Double.NaN : now.nanosAt(level), higher)));
    }
  }

  /** Levels that came into force, in their order. */
  private List<CaptureLevel> changes() {
    List<CaptureLevel> changes = new ArrayList<>();
    CaptureLevel before = CaptureLevel.FULL;
    for (CaptureLevel level : levels) {
      if (level != before) {
        changes.add(level);
      }
      before = level;
    }
    return changes;
  }

  private long ups() {
    long ups = 0;
    for (int i = 1; i < levels.size(); i++) {
      ups += levels.get(i).number() < levels.get(i - 1).number() ? 1 : 0;
    }
    return ups;
  }

  private long changesAfter(int second) {
    long changes = 0;
    for (int i = Math.max(1, second); i < levels.size(); i++) {
      changes += levels.get(i) != levels.get(i - 1) ? 1 : 0;
    }
    return changes;
  }
}
