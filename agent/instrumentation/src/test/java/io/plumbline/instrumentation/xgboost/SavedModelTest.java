package io.plumbline.instrumentation.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"json", "ubj"})
  void bothFormatsTellTheSame(String format) throws Exception {
    Booster booster = TrainedBooster.of("multi:softprob");
    booster.setFeatureNames(new String[] {"petal length", "petal width"});
    booster.setAttr("note", "says \"objective\": {\"name\": \"none\"}");

    SavedModel saved = read(booster.toByteArray(format));

    assertThat(saved.objective()).isEqualTo("multi:softprob");
    assertThat(saved.featureNames()).containsExactly("petal length", "petal width");
    assertThat(saved.attributes())
        .containsExactly(Map.entry("note", "says \"objective\": {\"name\": \"none\"}"));
  }

  @Test
  void whiteSpaceEscapesAndUnknownKeysAreAllowed() throws IOException {
    SavedModel saved =
        read(
            """
            { "version": [3, 1, 0], "learner" : {
                "new" : [{"objective": {"name": "no"}}, "]}", 1.5e3, null, true],
                "feature_names" : [ "a\\u00e4\\n", "b\\\\\\"" ],
                "feature_types" : [],
                "objective" : { "scale": {"name": "no"}, "name" : "binary:logistic" }
              } , "rest": "not read
            """);

    assertThat(saved.objective()).isEqualTo("binary:logistic");
    assertThat(saved.featureNames()).isEqualTo(List.of("aä\n", "b\\\""));
    assertThat(saved.attributes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "binf....", "[1]", "{}", "{\"version\":[2,1,4]}"})
  void whatIsNoModelIsUnknown(String text) throws IOException {
    assertThat(read(text)).isEqualTo(SavedModel.UNKNOWN);
  }

  @Test
  void modelsThatEndTooEarlyAreRefused() throws Exception {
    Booster booster = TrainedBooster.of("binary:logistic");
    for (String format : List.of("json", "ubj")) {
      byte[] whole = booster.toByteArray(format);
      byte[] half = Arrays.copyOf(whole, whole.length / 2);

      assertThatThrownBy(() -> read(half)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"learner\":[]}",
        "{\"learner\":{\"objective\":1}}",
        "{\"learner\":{\"feature_names\":[\"\\u00zz\"]}}",
        "{i\u0007learner[#l\u0000\u0000\u0000\u0001Q",
        "{i\u0007learner{L\u007f\u0000\u0000\u0000\u0000\u0000\u0000\u0000"
      })
  void malformedModelsAreRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  private static SavedModel read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SavedModel read(byte[] model) throws IOException {
    return SavedModel.read(new ByteArrayInputStream(model));
  }
}
