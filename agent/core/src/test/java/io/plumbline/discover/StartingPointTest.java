package io.plumbline.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.FeatureSource;
import io.plumbline.config.MethodConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is a configuration that the agent accepts. */
class StartingPointTest {
  @TempDir private Path folder;

  @Test
  void everyCandidateBecomesAnEntryThatIsAccepted() throws Exception {
    List<Found> found = new ArrayList<>();
    for (Candidate each : CandidateSearch.among(Scorers.class.getDeclaredClasses(), 100)) {
      found.add(called(each, 10));
    }

    AgentConfig config = accepted(StartingPoint.of(found, List.of("xgboost")));

    assertThat(config.methods()).hasSameSizeAs(found);
    MethodConfig fraud = entry(config, "FraudModel");
    assertThat(fraud.method()).isEqualTo("predict");
    assertThat(Objects.requireNonNull(fraud.label()).text()).isEqualTo("return.label");
    assertThat(Objects.requireNonNull(fraud.score()).text()).isEqualTo("return.probability");
    assertThat(Objects.requireNonNull(fraud.probabilities()).text())
        .isEqualTo("return.probabilities");
    assertThat(String.valueOf(fraud.modelVersion())).contains("this.version");
    // Of a result that comes later, what comes.
    assertThat(entry(config, "Recommender").label()).isNotNull();
  }

  @Test
  void overloadIsNamedWithItsTypesAndNumbersBecomeFeatures() throws Exception {
    List<Found> found =
        CandidateSearch.among(new Class<?>[] {Scorers.PriceEstimator.class}, 10).stream()
            .filter(each -> each.method().getParameterCount() == 2)
            .map(each -> called(each, 10))
            .toList();

    MethodConfig method = accepted(StartingPoint.of(found, List.of())).methods().get(0);

    assertThat(method.parameters()).containsExactly("double", "int");
    assertThat(method.features()).isInstanceOf(FeatureSource.Each.class);
  }

  @Test
  void namesOfFeaturesAreShownAndCannotBreakTheFile() throws Exception {
    Candidate candidate =
        CandidateSearch.among(new Class<?>[] {Scorers.Recommender.class}, 1).get(0);
    ValueShape keys = ValueShape.of(Map.of("age\n  - class: evil", 1));
    Found found = new Found(candidate, 5, 0, null, false, keys, ValueShape.UNKNOWN);

    String yaml = StartingPoint.of(List.of(found), List.of());

    assertThat(yaml).contains("# has age ");
    assertThat(accepted(yaml).methods()).hasSize(1);
  }

  @Test
  void whatNobodyCalledIsAComment() throws Exception {
    List<Found> found =
        CandidateSearch.among(Scorers.class.getDeclaredClasses(), 100).stream()
            .map(each -> called(each, 0))
            .toList();

    String yaml = StartingPoint.of(found, List.of());

    assertThat(accepted(yaml).methods()).isEmpty();
    assertThat(yaml).contains("FraudModel.predict(Payment) -> Verdict");
  }

  @Test
  void distributionIsToldFromOtherNumbers() {
    assertThat(ValueShape.of(new float[] {0.1f, 0.9f}).isDistribution()).isTrue();
    assertThat(ValueShape.of(new double[] {0.1, 1.9}).isDistribution()).isFalse();
    assertThat(ValueShape.of(Map.of("a", 0.25, "b", 0.75)).isDistribution()).isTrue();
    assertThat(ValueShape.of(Map.of("a", "b")).isDistribution()).isFalse();
    assertThat(ValueShape.of(null)).isEqualTo(ValueShape.UNKNOWN);
  }

  private static Found called(Candidate candidate, double perSecond) {
    return new Found(candidate, perSecond, 0, null, false, ValueShape.UNKNOWN, ValueShape.UNKNOWN);
  }

  private static MethodConfig entry(AgentConfig config, String className) {
    return config.methods().stream()
        .filter(each -> each.type().endsWith(className))
        .findFirst()
        .orElseThrow();
  }

  private AgentConfig accepted(String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(folder.resolve("discovered.yaml"), yaml);
    return AgentConfig.load(ConfigSources.of(file.toString(), Map.of(), Map.of()));
  }
}
