package io.plumbline.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.discover.caller.Predictor;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateSearchTest {
  @Test
  void inferencesAreFoundAndNothingElse() {
    assertThat(names(Scorers.class.getDeclaredClasses()))
        .containsExactlyInAnyOrder(
            "FraudModel.predict(Payment) → Verdict",
            "PriceEstimator.predict(float[][]) → float[]",
            "PriceEstimator.predict(double, int) → double",
            "Recommender.recommendFor(Map) → CompletionStage");
  }

  @Test
  void whatMoreSpeaksForComesFirstAndOnlySoMany() {
    List<Candidate> one = CandidateSearch.among(Scorers.class.getDeclaredClasses(), 1);

    assertThat(one).hasSize(1);
    assertThat(one.get(0).method().getName()).isEqualTo("predict");
  }

  @Test
  void libraryWithManyModelsDoesNotHideWhoCallsIt() {
    Class<?>[] loaded = {LibraryModel.class, Predictor.class};

    assertThat(CandidateSearch.among(loaded, 100)).hasSize(19);
    assertThat(CandidateSearch.among(loaded, 17))
        .last()
        .returns(Predictor.class.getName(), Candidate::type);
  }

  @Test
  void classesOfTheJdkAreLeftAlone() {
    assertThat(CandidateSearch.among(new Class<?>[] {String.class, List.class, int[].class}, 10))
        .isEmpty();
  }

  @Test
  void wordsAreFoundInNames() {
    assertThat(Words.of("predictProba_ofXGBoostModel2"))
        .containsExactly("predict", "proba", "of", "xg", "boost", "model2");
    assertThat(Words.isInference("predictProba")).isTrue();
    assertThat(Words.isInference("unpredictable")).isFalse();
    assertThat(Words.isTraining("ModelTrainer")).isTrue();
    assertThat(Words.isPlumbing("getScore")).isTrue();
  }

  @Test
  void frameworksAreForeignAndLibrariesOfModelsInThemAreNot() {
    assertThat(Foreign.is("org.springframework.web.Scorer")).isTrue();
    assertThat(Foreign.is("org.springframework.ai.chat.ChatModel")).isFalse();
    assertThat(Foreign.is("org.apache.spark.ml.Model")).isFalse();
    assertThat(Foreign.is("com.acme.Scorer")).isFalse();
  }

  private static List<String> names(Class<?>... types) {
    return CandidateSearch.among(types, 100).stream()
        .map(each -> each.signature().substring(each.signature().lastIndexOf('$') + 1))
        .toList();
  }
}
