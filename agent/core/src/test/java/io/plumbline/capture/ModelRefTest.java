package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRefTest {
  @ParameterizedTest
  @CsvSource({
    "/models/fraud.onnx, fraud",
    "C:\\models\\fraud.v2.json, fraud.v2",
    "fraud, fraud",
    ".onnx, .onnx",
    "models/, models/"
  })
  void fileNameWithoutDirectoriesAndExtensionNamesTheModel(String path, String name) {
    assertThat(ModelRef.ofFile("onnxruntime", path).name()).isEqualTo(name);
  }
}
