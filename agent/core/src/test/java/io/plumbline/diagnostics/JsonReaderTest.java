package io.plumbline.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void readsWhatIsWritten() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", "quotes \" and \\ and \u0001 and ü and 𝄞");
    tree.put("numbers", List.of(1L, -2L, 0.5, 1e-9));
    tree.put("words", Arrays.asList(true, false, null));
    tree.put("empty", List.of(Map.of(), List.of(), ""));

    assertThat(JsonReader.read(Json.write(tree))).isEqualTo(tree);
  }

  @Test
  void readsEscapesAndWhiteSpaceOfOthers() {
    assertThat(JsonReader.read(" { \"a\" : [ \"\\u00fc\\n\\t\\/\" , 3 ] } \n"))
        .isEqualTo(Map.of("a", List.of("ü\n\t/", 3L)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,",
        "{\"a\"}",
        "{a:1}",
        "\"x",
        "tru",
        "1 2",
        "{\"a\":1}}",
        "\"\\",
        "\"\\u12",
        "nul",
        "-",
        "[1 2]"
      })
  void refusesWhatIsNotJsonWithItsPlace(String text) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON at character");
  }

  @Test
  void refusesWhatIsTooDeep() {
    assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
