package io.plumbline.instrumentation.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameListTest {
  @Test
  void jsonArraysAndWordsBetweenCommasAreNames() {
    assertThat(names("[\"a b\", \"c\"]")).containsExactly("a b", "c");
    assertThat(names("[\"only\"]")).containsExactly("only");
    assertThat(names(" yes , no ")).containsExactly("yes", "no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "one",
        "[]",
        "[1, 2]",
        "a,,b",
        "[\"a,b\"]",
        "[\"a\\n\"]",
        "{0: 'person', 1: 'car'}",
        "[[\"a\"], [\"b\"]]",
        "\"a\", \"b\""
      })
  void whatMayBeSomethingElseIsNoNames(String text) {
    assertThat(names(text)).isEmpty();
  }

  @Test
  void firstKeyThatHoldsNamesWins() {
    Map<String, String> metadata = Map.of("class_names", "?", "classes", "a,b", "labels", "c,d");

    assertThat(NameList.find(metadata, "class_names", "classes", "labels"))
        .containsExactly("a", "b");
  }

  private static List<String> names(String text) {
    return NameList.find(Map.of("classes", text), "classes");
  }
}
