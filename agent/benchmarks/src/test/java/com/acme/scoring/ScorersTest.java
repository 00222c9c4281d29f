package com.acme.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same features give the same answer, however they are handed over. */
class ScorersTest {
  private final ModelBody body = new ModelBody();

  @Test
  void arrayIsAnsweredWithTwoProbabilities() {
    float[] answer = new ArrayScorer(body).predict(ArrayScorer.newFeatures());

    assertThat(answer).hasSize(2);
    assertThat(answer[0] + answer[1]).isEqualTo(1);
  }

  @Test
  void recordAndMapAreAnsweredAsTheArrayIs() throws Exception {
    double answer = new ArrayScorer(body).score();

    assertThat(new RecordScorer(body).score()).isEqualTo(answer);
    assertThat(new MapScorer(body).score()).isEqualTo(answer);
  }

  @Test
  void moreRoundsOfTheBodyTakeLonger() {
    int rounds = body.roundsIn(1_000_000);

    assertThat(rounds).isPositive();
    assertThat(body.roundsIn(100_000_000)).isGreaterThan(rounds);
  }

  @Test
  void onnxRuntimeAnswersWithAnArrayOrWithMaps() throws Exception {
    assertThat(new OnnxScorer(false).probabilities()).isInstanceOf(float[][].class);
    assertThat(new OnnxScorer(true).probabilities()).isInstanceOf(Map.class);
  }

  @Test
  void xgboostAnswersWithAProbability() throws Exception {
    assertThat(new XgboostScorer().score()).isBetween(0.0, 1.0);
  }
}
