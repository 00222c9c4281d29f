package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuePathTest {
  @Test
  void stepsAreReadFromLeftToRight() {
    ValuePath path = ValuePath.parse("return.get().dataset()[0].scores[1]['risk class'][\"a.b\"]");

    assertThat(path.root()).isEqualTo(ValuePath.Root.RETURN);
    assertThat(path.steps())
        .containsExactly(
            new ValuePath.Call("get"),
            new ValuePath.Call("dataset"),
            new ValuePath.Index(0),
            new ValuePath.Property("scores"),
            new ValuePath.Index(1),
            new ValuePath.Key("risk class"),
            new ValuePath.Key("a.b"));
  }

  @Test
  void starStandsForEachElement() {
    assertThat(ValuePath.parse("return[*].label").steps())
        .containsExactly(new ValuePath.Each(), new ValuePath.Property("label"));
  }

  @Test
  void rootsAreTheObjectItsArgumentsAndTheResult() {
    assertThat(ValuePath.parse("this").root()).isEqualTo(ValuePath.Root.THIS);
    assertThat(ValuePath.parse("arg12[3]").argument()).isEqualTo(12);
    assertThat(ValuePath.parse("return").needsResult()).isTrue();
    assertThat(ValuePath.parse("arg0.x").needsResult()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      value = {
        "!!| expected this, return, or an argument such as arg0 at column 1",
        "result.x | expected this, return, or an argument such as arg0 at column 1",
        "args[0] | expected this, return, or an argument such as arg0 at column 1",
        "return. | expected a name at column 8",
        "return..x | expected a name at column 8",
        "return x | expected . or [ at column 7",
        "return[ | expected a number, * or a key in quotes at column 8",
        "return[-1] | expected a number, * or a key in quotes at column 8",
        "return[1 | expected ] at column 9",
        "return[*  | expected ] at column 9",
        "return['a | expected ' at column 10",
        "return['a'b] | expected ] at column 11",
        "return.get(0) | expected ) since only methods without arguments are called at column 12",
        "return[99999999999] | expected a smaller number at column 8",
        "arg9999999999 | expected a smaller number at column 2",
      })
  void mistakeSaysWhatWasExpectedAndWhere(String text, String message) {
    assertThatThrownBy(() -> ValuePath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void pathsHaveABound() {
    assertThat(ValuePath.parse("arg0" + "[0]".repeat(32)).steps()).hasSize(32);
    assertThatThrownBy(() -> ValuePath.parse("arg0" + "[0]".repeat(33)))
        .hasMessageContaining("at most 32 steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"this.version", "arg0", "return[0]", "this"})
  void whatStartsAsOnlyAPathCanIsOne(String text) {
    assertThat(ValuePath.looksLikePath(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"churn", "7", "thistle", "returns.v2", "argo", "arg0-model", "this-one"})
  void otherTextsAreLiterals(String text) {
    assertThat(ValuePath.looksLikePath(text)).isFalse();
  }
}
