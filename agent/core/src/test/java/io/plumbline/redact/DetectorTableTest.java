package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rewrites the detectors' table in PRIVACY.md where it is stale; in CI that is a failure. */
class DetectorTableTest {
  private static final Path PAGE = Path.of("..", "PRIVACY.md");
  private static final String BEGIN = "<!-- detectors: written by DetectorTableTest -->\n";
  private static final String END = "<!-- /detectors -->";

  private final List<SensitiveCorpus.Sample> samples = SensitiveCorpus.all();

  @Test
  void pageSaysWhatTheDetectorsDo() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    String fresh = page.substring(0, from) + table() + page.substring(page.indexOf(END, from));
    if (!page.equals(fresh) && !"true".equals(System.getenv("CI"))) {
      Files.writeString(PAGE, fresh);
      return;
    }
    assertThat(page).as("agent/PRIVACY.md; run the tests to rewrite its table").isEqualTo(fresh);
  }

  /** So that the page cannot follow a detector that has become bad. */
  @Test
  void everyDetectorFindsMostAndIsMostlyRight() {
    for (SensitiveKind kind : SensitiveKind.values()) {
      assertThat(recall(kind)).as("recall of %s", kind).isGreaterThan(0.79);
      assertThat(precision(kind)).as("precision of %s", kind).isGreaterThan(0.95);
    }
    assertThat(falseAlarms()).isLessThan(0.01);
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        "| detector | found of what there was (recall) | right of what was found (precision) |\n");
    table.append("|---|---|---|\n");
    for (SensitiveKind kind : SensitiveKind.values()) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f %% | %.1f %% |\n",
              kind.text(),
              100 * recall(kind),
              100 * precision(kind)));
    }
    table.append(
        String.format(
            Locale.ROOT,
            "\n"
                + "%,d samples, %,d of each kind and %,d lookalikes, of which %.2f %% raised an"
                + " alarm.\n",
            samples.size(),
            SensitiveCorpus.EACH,
            SensitiveCorpus.EACH * SensitiveKind.values().length,
            100 * falseAlarms()));
    return table.toString();
  }

  /** Share of a kind's samples on which any detector fires: then the value is hashed. */
  private double recall(SensitiveKind kind) {
    return share(samples.stream().filter(s -> s.kind() == kind).toList(), s -> fired(s) != null);
  }

  /** Share of what a detector fires on that is personal data or a secret, of whichever kind. */
  private double precision(SensitiveKind kind) {
    return share(samples.stream().filter(s -> fired(s) == kind).toList(), s -> s.kind() != null);
  }

  private double falseAlarms() {
    return share(samples.stream().filter(s -> s.kind() == null).toList(), s -> fired(s) != null);
  }

  private static double share(
      List<SensitiveCorpus.Sample> of, Predicate<SensitiveCorpus.Sample> such) {
    return (double) of.stream().filter(such).count() / of.size();
  }

  private static @Nullable SensitiveKind fired(SensitiveCorpus.Sample sample) {
    return SensitiveText.find(sample.text());
  }
}
