package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  @Test
  void slipIsAnsweredWithWhatWasMeant() {
    List<String> known = List.of("max_size", "max_age", "mode");

    assertThat(Suggestion.of("maxSize", known)).isEqualTo("; did you mean max_size?");
    assertThat(Suggestion.of("max_sise", known)).isEqualTo("; did you mean max_size?");
    assertThat(Suggestion.of("nothing-like-it", known)).isEmpty();
    assertThat(Suggestion.of("m".repeat(10_000), known)).isEmpty();
  }

  @Test
  void mostAlikeComesFirstHoweverManyThereAre() {
    List<String> methods = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      methods.add("copy$default$" + i);
    }
    methods.addAll(List.of("productArity", "transformAsync", "transform", "apply"));

    methods.sort(Suggestion.nearestTo("transfrom"));

    assertThat(methods.subList(0, 2)).containsExactly("transform", "transformAsync");
  }
}
