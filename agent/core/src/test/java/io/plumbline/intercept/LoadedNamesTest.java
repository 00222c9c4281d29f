package io.plumbline.intercept;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.intercept.HookJournal.HookEntry;
import io.plumbline.status.NearMiss;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadedNamesTest {
  private final LoadedNames names =
      LoadedNames.of(
          Set.of(
              "com.acme.ml.Scorer",
              "com.acme.ChurnService",
              "com.acme.Outer$Inner",
              "com.acme.A",
              "ai.onnxruntime.OnnxValue",
              "ai.onnxruntime.OrtUtil"));

  @ParameterizedTest
  @CsvSource({
    "com.acme.Scorer, class com.acme.ml.Scorer, its package is another one",
    "com.acme.ChurnServise, class com.acme.ChurnService, its name is a little different",
    "com.acme.Outer.Inner, class com.acme.Outer$Inner, a nested class is written with $"
  })
  void nameThatMayHaveBeenMeantIsFound(String wanted, String found, String why) {
    List<NearMiss> near = names.nearTo(List.of(waiting(wanted, true)));

    assertThat(near).containsExactly(new NearMiss("lib", wanted + ".score", found, why));
  }

  @ParameterizedTest
  @CsvSource({"com.acme.B", "org.other.Thing", "com.acme.ChurnReport"})
  void otherNamesAreNot(String wanted) {
    assertThat(names.nearTo(List.of(waiting(wanted, true)))).isEmpty();
  }

  @Test
  void libraryWhoseOtherClassesAreLoadedIsSaidOnce() {
    List<NearMiss> near =
        names.nearTo(
            List.of(
                waiting("ai.onnxruntime.OrtSession", false),
                waiting("ai.onnxruntime.OrtEnvironment", false),
                waiting("ml.dmlc.xgboost4j.java.Booster", false)));

    assertThat(near).hasSize(1);
    assertThat(near.get(0).found()).isEqualTo("2 other classes of ai.onnxruntime");
  }

  private static HookEntry waiting(String type, boolean configured) {
    return new HookEntry(
        "lib", type, "score", HookRole.INFERENCE, configured, false, null, List.of());
  }
}
