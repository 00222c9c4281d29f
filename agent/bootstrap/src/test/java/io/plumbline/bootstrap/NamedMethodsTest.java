package io.plumbline.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedMethodsTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "methods:\n  - class: com.acme.Scorer\n    method: score\n",
        "methods:\n  - method: \"score\"\n    class: com.acme.Scorer\n",
        "methods:\n  - class: com.acme.Scorer\n    method : 'score' # that one\n",
        "methods:\n  - class: com.acme.Scorer\n    method: score(java.util.Map, int)\n",
        "methods: [{class: com.acme.Scorer, method: score}]\n",
        "{\"methods\": [{\"class\": \"com.acme.Scorer\", \"method\":\"score\"}]}",
        "methods:\n- com.acme.Scorer#score\n",
        "{methods: [com.acme.Scorer#score]}",
        "methods: [com.acme.Other#other, 'com.acme.Scorer#score']",
        "x: &scorer {method: score}\nmethods:\n- *scorer\n",
        "service: ${NAME}\nmethods:\n- {class: '${CLASS}', method: score}\n",
      })
  void onlyAClassWithThatNameMayBeMeant(String yaml) throws IOException {
    NamedMethods named = of(yaml);

    assertThat(named.mayBeIn(classFileWith("score"))).isTrue();
    assertThat(named.mayBeIn(classFileWith("scores"))).isFalse();
    assertThat(named.mayBeIn(classFileWith("xcore"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "methods:\n  - class: com.acme.Scorer\n    method: score*\n",
        "methods:\n  - class: com.acme.Scorer\n    method: '*'\n",
        "methods:\n  - class: com.acme.Scorer\n    method:\n      score\n",
        "methods:\n  - class: com.acme.Scorer\n    method: >-\n      score\n",
        "methods:\n  - class: com.acme.Scorer\n    method: ${METHOD}\n",
        "methods:\n  - class: com.acme.Scorer\n    method: \"sc\\u006fre\"\n",
        "methods:\n  - class: com.acme.Scorer\n    method: sch\u00e4tze\n",
        "methods: ${METHODS}\n",
        "methods:\n- com.acme.Other#other\n- ${METHODS:-x}\n",
        "methods:\n- com.acme.Other#other\n- ${METHODS}\n",
        "methods:\n- ${METHODS}\n- com.acme.Other#other\n",
        "methods: &x\n- !!str com.acme.Scorer\n",
      })
  void anyClassMayBeMeantWhereTheTextDoesNotTell(String yaml) throws IOException {
    assertThat(of(yaml).mayBeIn(classFileWith("whatever"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "capture:\n  values: all\n# methods: none\n",
        "capture:\n  values: all # methods: none\n",
        "service: ${NAME}\n",
      })
  void noneIsNamed(String yaml) throws IOException {
    assertThat(of(yaml).mayBeIn(classFileWith("score"))).isFalse();
    assertThat(of(yaml).mayBeIn(new byte[0])).isFalse();
  }

  @Test
  void noneIsNamedByAFileThatIsNotThere() throws IOException {
    assertThat(NamedMethods.ofFile("/nowhere/plumbline.yaml").mayBeIn(classFileWith("score")))
        .isFalse();
    assertThat(NamedMethods.ofFile(null).mayBeIn(classFileWith("score"))).isFalse();
  }

  private NamedMethods of(String yaml) throws IOException {
    return NamedMethods.ofFile(
        Files.writeString(directory.resolve("plumbline.yaml"), yaml).toString());
  }

  private static byte[] classFileWith(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(0xCAFEBABE_0000_0034L);
    out.writeShort(2);
    out.writeByte(1);
    out.writeUTF(name);
    return bytes.toByteArray();
  }
}
