package io.plumbline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.config.ResolvedOptions.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every option from every source that can hold it, and each source against each later one: made
 * from the declarations, so that no option is forgotten.
 */
class OptionSourcesTest {
  static final List<ConfigOption<?>> OPTIONS = ConfigOptions.ALL;

  static Stream<Arguments> optionsAndSources() {
    return OPTIONS.stream()
        .flatMap(option -> sources(option).map(source -> Arguments.of(option.key(), source)));
  }

  static Stream<Arguments> optionsAndPairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (ConfigOption<?> option : OPTIONS) {
      List<OptionSource> sources = sources(option).toList();
      for (OptionSource winner : sources) {
        for (OptionSource loser : sources) {
          if (winner.compareTo(loser) < 0 && !areOneFile(winner, loser)) {
            pairs.add(Arguments.of(option.key(), winner, loser));
          }
        }
      }
    }
    return pairs.stream();
  }

  private static Stream<OptionSource> sources(ConfigOption<?> option) {
    boolean text = OptionSample.of(option).isText();
    return Stream.of(OptionSource.values())
        .filter(source -> source.holds(option) && (text || !source.isText()));
  }

  private static boolean areOneFile(OptionSource winner, OptionSource loser) {
    return winner == OptionSource.DISTRIBUTION && loser == OptionSource.OTEL_FILE;
  }

  @ParameterizedTest
  @MethodSource("optionsAndSources")
  void optionIsReadFromTheSource(String key, OptionSource source) {
    ConfigOption<?> option = option(key);
    String text = OptionSample.of(option).first();

    Candidate<?> read = winner(option, set(source, option, text, Settings.none()));

    assertThat(read.value()).isEqualTo(OptionSample.parsed(option, text, source));
    assertThat(read.origin().source()).isEqualTo(source.source());
  }

  @ParameterizedTest
  @MethodSource("optionsAndPairs")
  void earlierSourceWinsAndWhatIsOverruledIsSaid(
      String key, OptionSource winner, OptionSource loser) {
    ConfigOption<?> option = option(key);
    OptionSample sample = OptionSample.of(option);
    Settings both = set(loser, option, sample.second(), Settings.none());
    ResolvedOptions values = resolve(set(winner, option, sample.first(), both));

    Candidate<?> read = Objects.requireNonNull(values.winner(option));

    assertThat(read.origin().source()).isEqualTo(winner.source());
    assertThat(read.value()).isEqualTo(OptionSample.parsed(option, sample.first(), winner));
    if (!loser.isStandard() && loser != OptionSource.DISTRIBUTION) {
      // Of our own settings everybody knows which is first.
      assertThat(values.warnings()).isEmpty();
    } else if (winner == OptionSource.DISTRIBUTION || winner == OptionSource.OTEL_FILE) {
      assertThat(values.warnings()).anySatisfy(w -> assertThat(w).contains("has no effect"));
    } else if (winner != OptionSource.OTEL_PROPERTY) {
      assertThat(values.warnings()).anySatisfy(w -> assertThat(w).contains("is overruled by"));
    }
  }

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void withoutAnySourceItHasItsDefault(ConfigOption<?> option) {
    Candidate<?> read = resolve(Settings.none()).winner(option);

    if (option.defaultText() == null) {
      assertThat(read).isNull();
    } else {
      assertThat(Objects.requireNonNull(read).origin()).isEqualTo(Origin.DEFAULT);
      assertThat(read.value()).isEqualTo(option.defaultValue());
    }
  }

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void whatIsSetChangesTheConfiguration(ConfigOption<?> option) {
    Settings settings =
        set(OptionSource.FILE, option, OptionSample.of(option).first(), Settings.none());
    if (option.key().endsWith("tls.key")) {
      settings.property(option.property().replace("key", "certificate"), "c.pem");
    } else if (option.key().endsWith("tls.certificate")) {
      settings.property(option.property().replace("certificate", "key"), "k.pem");
    }

    assertThat(settings.load()).as("somebody reads it").isNotEqualTo(Settings.none().load());
  }

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void whatFitsNoTextIsRefusedAsOne(ConfigOption<?> option) {
    if (!OptionSample.of(option).isText()) {
      Settings settings = set(OptionSource.PROPERTY, option, "text", Settings.none());

      assertThatThrownBy(() -> resolve(settings).winner(option))
          .hasMessageContaining("write its keys in plumbline.yaml");
    }
  }

  @ParameterizedTest
  @FieldSource("OPTIONS")
  void setToNothingIsNotSet(ConfigOption<?> option) {
    Settings settings = Settings.none();
    for (OptionSource source : OptionSource.values()) {
      boolean standard = source.compareTo(OptionSource.OTEL_PROPERTY) >= 0;
      if (source.isText() || (standard && source.holds(option))) {
        source.set(settings, option, " ");
      }
    }
    OptionSource.FILE.set(settings, option, "~");
    Candidate<?> unset = resolve(Settings.none()).winner(option);

    assertThat(resolve(settings).winner(option)).isEqualTo(unset);
    assertThat(resolve(settings).warnings()).isEmpty();
  }

  private static ConfigOption<?> option(String key) {
    return OPTIONS.stream().filter(each -> each.key().equals(key)).findFirst().orElseThrow();
  }

  private static Settings set(
      OptionSource source, ConfigOption<?> option, String text, Settings settings) {
    return source.set(settings, option, OptionSample.written(option, text, source));
  }

  private static Candidate<?> winner(ConfigOption<?> option, Settings settings) {
    return Objects.requireNonNull(resolve(settings).winner(option));
  }

  private static ResolvedOptions resolve(Settings settings) {
    return new ResolvedOptions(settings.sources(), ConfigOptions.ALL);
  }
}
