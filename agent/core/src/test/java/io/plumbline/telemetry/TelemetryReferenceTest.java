package io.plumbline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeType;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** agent/TELEMETRY.md says what the tables in the code say. */
class TelemetryReferenceTest {
  private static final Path PAGE = Path.of("..", "TELEMETRY.md").toAbsolutePath().normalize();

  @Test
  void pageIsWhatTheTablesSay() throws IOException {
    GeneratedFile.writeWhenStale(PAGE, page());
  }

  @Test
  void attributeNamesOfAPlaceAreDistinctAndUseTheConventionsAlphabet() {
    assertThat(InferenceAttributes.rows().stream().map(row -> row.place() + " " + row.name()))
        .doesNotHaveDuplicates();
    assertThat(InferenceAttributes.rows())
        .allSatisfy(row -> assertThat(row.name()).matches("[a-z]+(\\.[a-z_]+)*"));
    assertThat(Instrument.all())
        .extracting(Instrument::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(\\.[a-z_]+)+"));
  }

  private static String page() {
    return String.join(
        "\n",
        "# Telemetry",
        "",
        "Generated from `InferenceAttributes`, `Instrument` and `DropReason` by"
            + " `TelemetryReferenceTest`; do not edit.",
        "",
        "No convention exists for classic inference"
            + " (open-telemetry/semantic-conventions#3420 asks for one). Names under `ml.` are ours;"
            + " where OpenTelemetry has a name, that one is used. The instrumentation scope is"
            + " `"
            + InferenceAttributes.SCOPE
            + "`.",
        "",
        "## Span",
        "",
        "One inference is one span `{ml.operation.name} {ml.model.name}`, kind INTERNAL, child of"
            + " the caller's span when there is one. Ids come from the record, so a span that is"
            + " sent again is the same span.",
        "A caller that is not sampled: no span, unless a keep rule (error, slow, unsure) fires;"
            + " then the span has a trace of its own and a link to the caller.",
        "",
        attributes(InferenceAttributes.Place.SPAN),
        "`"
            + InferenceAttributes.INPUT_PREFIX
            + "<feature>` stands for each feature of a single"
            + " row, by value (double, int, boolean or string), up to "
            + TelemetryOptions.DEFAULT_FEATURES_BY_VALUE
            + " features; otherwise names, values and shape stand as arrays.",
        "Names of features come from the model where it has them; else a tensor of one column has"
            + " its own name, and columns are `<tensor>.<column>`.",
        "A value that redaction removed is left out; in arrays, its column. JSON has no NaN or"
            + " infinity: where an array holds one, it is an array of strings.",
        "",
        "A failed call has status ERROR and an event `"
            + InferenceAttributes.EXCEPTION_EVENT
            + "`:",
        "",
        attributes(InferenceAttributes.Place.EXCEPTION_EVENT),
        "## Metrics of inferences",
        "",
        "Every inference counts, with a span or without. Cumulative, from the start of the"
            + " process; exact over crashes and restarts. Inferences made for training"
            + " (`ml.inference.training`) count in duration and batch size only.",
        "Explicit histograms carry the last span of each bucket as exemplar.",
        "",
        instruments(true),
        attributes(InferenceAttributes.Place.METRIC),
        "## Bucket boundaries",
        "",
        Instrument.all().stream()
            .filter(instrument -> instrument.boundaries().length > 0)
            .map(TelemetryReferenceTest::boundaries)
            .collect(Collectors.joining("\n")),
        "",
        "Exponential histograms have at most "
            + ExponentialHistogram.MAX_BUCKETS
            + " buckets of each sign.",
        "Series are bounded: " + limits(MetricLimits.DEFAULT),
        "",
        "## Metrics of the agent",
        "",
        instruments(false),
        attributes(InferenceAttributes.Place.SELF_METRIC),
        "## Reasons",
        "",
        "`reason` of `plumbline.dropped` and `plumbline.spans.dropped`. Every loss has one of these"
            + " names.",
        "",
        "| reason | |",
        "|---|---|",
        Arrays.stream(DropReason.values())
            .map(reason -> "| `" + reason.attributeValue() + "` | " + reason.description() + " |")
            .collect(Collectors.joining("\n")),
        "",
        "## Resource",
        "",
        "What `OTEL_RESOURCE_ATTRIBUTES` or the configuration give wins over what is found.",
        "",
        attributes(InferenceAttributes.Place.RESOURCE));
  }

  private static String attributes(InferenceAttributes.Place place) {
    return InferenceAttributes.rows().stream()
        .filter(row -> row.place() == place)
        .map(
            row ->
                String.format(
                    "| `%s` | %s | %s | %s |",
                    row.name(), type(row.key().getType()), row.description(), row.origin().text()))
        .collect(
            Collectors.joining("\n", "| attribute | type | | origin |\n|---|---|---|---|\n", "\n"));
  }

  private static String type(AttributeType type) {
    String name = type.name().toLowerCase(Locale.ROOT).replace("_array", "[]");
    return name.replace("long", "int");
  }

  private static String instruments(boolean ofInferences) {
    return Instrument.all().stream()
        .filter(instrument -> instrument.isOfInferences() == ofInferences)
        .map(TelemetryReferenceTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "| metric | kind | unit | | by | origin |\n|---|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(Instrument instrument) {
    String by =
        instrument.attributes().stream()
            .map(key -> "`" + key.getKey() + "`")
            .collect(Collectors.joining(", "));
    return String.format(
        "| `%s` | %s | `%s` | %s | %s | %s |",
        instrument.name(),
        instrument.kind().text(),
        instrument.unit(),
        instrument.description(),
        by,
        instrument.origin().text());
  }

  private static String boundaries(Instrument instrument) {
    String list =
        Arrays.stream(instrument.boundaries())
            .mapToObj(
                bound ->
                    new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString())
            .collect(Collectors.joining(", "));
    return "* `" + instrument.name() + "`: " + list;
  }

  private static String limits(MetricLimits limits) {
    return String.format(
        Locale.ROOT,
        "%d models, %d labels, %d error types and %d features of each, %d features in all. What is"
            + " beyond is counted with `otel.metric.overflow`.",
        limits.models(),
        limits.labelsPerModel(),
        limits.errorsPerModel(),
        limits.featuresPerModel(),
        limits.features());
  }
}
