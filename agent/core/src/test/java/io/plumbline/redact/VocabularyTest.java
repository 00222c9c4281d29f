package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary vocabulary = new Vocabulary(new KeyedHash(KeyedHash.newKey()));

  @Test
  void valueIsHiddenUntilAThousandCallsHadFewValues() {
    for (int call = 1; call < Vocabulary.CALLS; call++) {
      assertThat(vocabulary.admits("FR", true)).isFalse();
    }

    assertThat(vocabulary.admits("FR", true)).isTrue();
  }

  @Test
  void sixtyThreeValuesAreAVocabularyAndTheSixtyFourthEndsItForEver() {
    learn(63, 2000);
    assertThat(vocabulary.admits("value 5", true)).isTrue();

    assertThat(vocabulary.admits("one more", true)).isFalse();
    assertThat(vocabulary.isDisproved()).isTrue();
    for (int call = 0; call < 5000; call++) {
      assertThat(vocabulary.admits("value 5", true)).isFalse();
    }
  }

  /** Rows of one call do not prove anything: a batch of a thousand is one call. */
  @Test
  void rowsOfOneCallCountOnce() {
    for (int row = 0; row < 100_000; row++) {
      assertThat(vocabulary.admits("FR", row == 0)).isFalse();
    }
  }

  @Test
  void rareValueOfAProvenVocabularyIsHidden() {
    learn(3, 2000);

    for (int call = 1; call < Vocabulary.SIGHTINGS; call++) {
      assertThat(vocabulary.admits("Jane Doe", true)).isFalse();
    }
    assertThat(vocabulary.admits("Jane Doe", true)).isTrue();
  }

  @Test
  void longValuesCountButAreNeverShown() {
    for (int call = 0; call < 5000; call++) {
      assertThat(vocabulary.admits("seventeen letters", true)).isFalse();
    }
    for (int value = 0; value < 70; value++) {
      assertThat(vocabulary.admits("a long value " + value + " of many", true)).isFalse();
    }
    assertThat(vocabulary.isDisproved()).isTrue();
  }

  /** Whoever else is admitted meanwhile: at most 63 values ever are. */
  @Test
  void manyThreadsNeverAdmitTooManyValues() throws Exception {
    for (int round = 0; round < 20; round++) {
      Vocabulary shared = new Vocabulary(new KeyedHash(KeyedHash.newKey()));
      List<AtomicBoolean> admitted = new ArrayList<>();
      for (int value = 0; value < 80; value++) {
        admitted.add(new AtomicBoolean());
      }
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
          SplittableRandom random = new SplittableRandom(round * 4L + thread);
          done.add(threads.submit(() -> learn(shared, random, admitted)));
        }
        for (Future<?> each : done) {
          each.get();
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(admitted.stream().filter(AtomicBoolean::get).count())
          .isBetween(1L, Vocabulary.LIMIT - 1L);
      assertThat(shared.isDisproved()).isTrue();
    }
  }

  private static void learn(
      Vocabulary shared, SplittableRandom random, List<AtomicBoolean> admitted) {
    for (int call = 0; call < 5000; call++) {
      int value = random.nextInt(call < 3000 ? 20 : 80);
      if (shared.admits("v" + value, true)) {
        admitted.get(value).set(true);
      }
    }
  }

  @Test
  void featuresBeyondTheBoundHaveNone() {
    Vocabularies all = new Vocabularies();
    for (int i = 0; i < Vocabularies.MOST; i++) {
      assertThat(all.of("java", "m", "f" + i)).isNotNull();
    }

    assertThat(all.of("java", "m", "one more")).isNull();
    assertThat(all.of("java", "m", "f7")).isSameAs(all.of("java", "m", "f7"));
  }

  private void learn(int values, int calls) {
    for (int call = 0; call < calls; call++) {
      vocabulary.admits("value " + call % values, true);
    }
  }
}
