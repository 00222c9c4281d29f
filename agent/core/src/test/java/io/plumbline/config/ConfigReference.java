package io.plumbline.config;

import java.util.List;

/** Writes {@code agent/CONFIGURATION.md} from the declarations of the options. */
final class ConfigReference {
  private static final String HEAD =
      """
      # Configuration

      Generated from `ConfigOptions`; do not edit. Without any configuration every value has a good default.

      Each option can be set in three ways, an earlier one wins:

      1. a system property: `-Dplumbline.` and its key, e.g. `-Dplumbline.spool.max_size=1GiB`;
      2. an environment variable: `PLUMBLINE_` and its key in capitals, `_` for each dot, e.g. `PLUMBLINE_SPOOL_MAX_SIZE=1GiB`;
      3. the file, where a dot in the key is one more level of the YAML: `spool: {max_size: 1GiB}`.

      After these come the settings of OpenTelemetry, then the default: the standard variables (`OTEL_SERVICE_NAME`, or as a system property
      `-Dotel.service.name`), or the file that takes their place (below). They mean what they mean everywhere; because another OpenTelemetry
      agent in the same process may share them, Plumbline's own settings win, and its log says what was overruled by what.

      The file is the one named after the flag, `-javaagent:plumbline.jar=plumbline.yaml`, else by `-Dplumbline.config`, else by
      `PLUMBLINE_CONFIG`. Plumbline never looks for one by itself. It is YAML 1.2 in UTF-8 of at most 1 MiB, without tags, and with aliases
      only as far as they do not explode. In its texts `${env:NAME}` stands for an environment variable, `${file:/run/secrets/token}` for the text of a
      file without the white space around it, each also with a default for what is not there or empty: `${env:NAME:-default}`; `$${` stands for the
      characters `${`. What is put in is never read as YAML, and neither errors nor the log repeat it.

      What is wrong switches the agent off, never the application, with one line on `System.err` that says where, what and what to
      write instead; an unknown key or `-Dplumbline.*` property is wrong too. A standard variable with a wrong value is
      ignored with a warning in Plumbline's log, as the specification says; only where data would go to another receiver than was meant
      (endpoint, headers, certificates) it counts as wrong. An unknown `PLUMBLINE_*` variable is a warning, since Kubernetes makes such.

      The file is watched: most options take effect while the process runs, see [At run time](#at-run-time). Those marked *At start* do not.

      An editor that knows JSON Schema completes keys and marks mistakes, with [plumbline.schema.json](plumbline.schema.json) beside this page and a first line
      in the file that says where it is, as a path or URL:

      ```yaml
      # yaml-language-server: $schema=plumbline.schema.json
      service: {name: fraud-scoring, attributes: {deployment.environment.name: prod}}
      export:
        endpoint: http://collector:4318
        headers: {authorization: "Bearer ${file:/run/secrets/token:-none}"}
      sampling: {ratio: 5%, keep: {slower_than: 250ms}}
      ```

      Sizes are written with a unit: `512MiB`, `1GB`, `256B`. So are durations: `10s`, `250ms`, `24h`, `7d`. A ratio is `0.05` or `5%`.
      A list in one text has commas between its items; a map is `first=1,second=2` with percent-encoded values.

      """;

  private static final String RELOAD =
      """
      ## At run time

      The file is watched, and so are the files that it names: those of `${file:…}`, certificates and keys, and the one of `OTEL_CONFIG_FILE`. Within a few
      seconds, once it has stood still for two of them, a changed file takes effect without a restart: hooks added, removed and read anew, models,
      sampling, limits, endpoint, headers, certificates. One line in Plumbline's log says what has changed. It may be replaced in any way: written in
      place, by rename, or as Kubernetes changes a mounted ConfigMap or Secret.

      A file that is wrong changes nothing: what was in force stays, and the log says why, with file, line and column. Options marked *At start* are read
      once; where one of them has changed, the log says that it needs a restart, by name. System properties and environment variables are those of the start.

      A call goes from begin to end by what was in force when it began. What was recorded before keeps what it was recorded with; so another
      `capture.values` removes nothing from what waits in the spool. Where the endpoint of traces changes, what this process has not delivered yet goes to
      the new one; what dead processes left stays with the endpoint that they had.

      """;

  private static final String PATHS =
      """
      ## Paths into a call

      A path says where in a call a value stands. It starts at `this` (the object whose method is called), `arg0`, `arg1`, … or
      `return`, and goes on in steps:

      | step | reads |
      |---|---|
      | `.name` | a map's key; else a record's component, a bean's property (`getName()`, `isName()`), a method `name()` without arguments, or a field |
      | `.name()` | a method without arguments |
      | `[1]` | an element of an array, a list, a sequence or a tuple |
      | `[*]` | each element; the steps after it are taken from each, and the values are one a row: `return[*].label` |
      | `["any text"]` | a map's key that is no name |

      `return.get().dataset()[0]`, `return.scores[1]`, `this.version`. A step sees through `java.util.Optional`, Scala's `Option` and `Try`, and a
      `CompletionStage` that has completed. A result that is a `CompletionStage` ends the inference when it completes; a Scala `Failure` is an error.
      Steps never call the hooked method. Whatever is not there (null on the way, an index out of range, another type) leaves that one value out and is
      said once in Plumbline's log; it never harms the call.

      """;

  private static final String REDACTION =
      """
      ```yaml
      redaction:
        key: ${file:/run/secrets/plumbline.key:-only if that is missing}
        rules:
          - {model: fraud, feature: customer_id, rule: hash}
          - {feature: [iban, "card_*"], rule: drop}
          - {feature: age, rule: bucket, edges: [0, 18, 30, 45, 65]}
          - {feature: income, rule: noise, epsilon: 0.5, sensitivity: 1000}
          - {output: label, rule: allow}
          - {field: error.message, rule: truncate, length: 40}
      ```

      Examples and what each rule does to what are in [PRIVACY.md](PRIVACY.md).

      """;

  private static final String SHARED =
      """
      ## Other standard variables

      | variable | here |
      |---|---|
      | `OTEL_TRACES_EXPORTER`, `OTEL_METRICS_EXPORTER` | left to other OpenTelemetry agents: Plumbline sends over OTLP all the same, and warns of another value than `otlp` |
      | `OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE` | only `cumulative`; `delta` and `lowmemory` are refused with a warning, because only cumulative counts are exact over crashes and resends |
      """;

  private static final String OTEL_FILE =
      """
      ## OpenTelemetry's declarative configuration

      Where `OTEL_CONFIG_FILE` (or `-Dotel.config.file`) names a file of OpenTelemetry's declarative configuration, `file_format` 1.x, that file takes the
      place of all `otel.*` and `OTEL_*` settings; its own `${NAME}`, `${env:NAME}` and `${NAME:-default}` are resolved as its specification says. A variable
      that is set and has no effect any more is a warning. Plumbline's own settings still win, key by key, with a warning; they may also stand in that file,
      below `distribution: {plumbline: {…}}`, where `plumbline.yaml` beside it wins over them.

      Of several exporters the first over OTLP counts for each signal, below `batch` and `simple` alike. The detector `service` asks for
      `OTEL_SERVICE_NAME`. What Plumbline does not do (another exporter or sampler, a reader that is asked, JSON, delta temporality) is a warning and has
      no effect. What would send data to another receiver than is meant (a file that cannot be read, a wrong endpoint, headers or certificate) switches the
      agent off, unless Plumbline's own settings say where data goes.

      | in that file | option |
      |---|---|
      """;

  private ConfigReference() {}

  static String render() {
    StringBuilder page = new StringBuilder(HEAD);
    section(page, "");
    section(page, "service");
    section(page, "export");
    section(page, "spool");
    section(page, "sampling");
    section(page, "capture");
    section(page, "overhead");
    section(page, "instrumentation");
    section(page, "status");
    section(page, "log");
    page.append("## redaction\n\n").append(REDACTION);
    page.append("| key | | default | standard variable |\n|---|---|---|---|\n");
    ConfigOptions.ALL.stream()
        .filter(option -> sectionOf(option).equals("redaction"))
        .forEach(option -> row(page, option, true));
    page.append("\nEach of the rules:\n\n");
    fields(page, RedactionRuleConfig.FIELDS);
    page.append("## models\n\n")
        .append(ConfigOptions.MODELS.text())
        .append(" Only in the file.\n\n");
    fields(page, ModelConfig.FIELDS);
    page.append("## methods\n\n").append(ConfigOptions.METHODS.text()).append("\n\n");
    fields(page, MethodConfig.FIELDS);
    page.append(RELOAD).append(PATHS).append(SHARED).append('\n').append(OTEL_FILE);
    ConfigOptions.ALL.forEach(option -> otelFileRow(page, option));
    return page.append("| `otlp_grpc` in the place of `otlp_http` | the same options |\n")
        .toString();
  }

  private static void otelFileRow(StringBuilder page, ConfigOption<?> option) {
    OtelVariable<?> otel = option.otel();
    if (otel != null && otel.path() != null) {
      page.append("| ").append(code(otel.path())).append(" | ").append(code(option.key()));
      page.append(" |\n");
    }
  }

  private static void section(StringBuilder page, String name) {
    if (!name.isEmpty()) {
      page.append("## ").append(name).append("\n\n");
    }
    page.append("| key | | default | standard variable |\n|---|---|---|---|\n");
    ConfigOptions.ALL.stream()
        .filter(option -> sectionOf(option).equals(name))
        .forEach(option -> row(page, option, true));
    page.append('\n');
  }

  private static void fields(StringBuilder page, List<ConfigOption<?>> fields) {
    page.append("| key | | default |\n|---|---|---|\n");
    fields.forEach(option -> row(page, option, false));
    page.append('\n');
  }

  private static void row(StringBuilder page, ConfigOption<?> option, boolean withVariable) {
    String value = option.defaultText() == null ? "" : code(option.defaultText());
    page.append("| ").append(code(option.key()));
    page.append(" | ").append(option.text()).append(" *").append(option.type().name()).append('*');
    page.append(withVariable && !option.isLive() ? " *At start.*" : "");
    page.append(" | ").append(value);
    if (withVariable) {
      OtelVariable<?> otel = option.otel();
      page.append(" | ").append(otel == null ? "" : code(otel.name()));
      if (otel != null && option.equals(ConfigOptions.ENABLED)) {
        page.append(", which says the opposite");
      }
    }
    page.append(" |\n");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String sectionOf(ConfigOption<?> option) {
    int dot = option.key().indexOf('.');
    if (dot >= 0) {
      return option.key().substring(0, dot);
    }
    boolean list = option.equals(ConfigOptions.MODELS) || option.equals(ConfigOptions.METHODS);
    return list ? option.key() : "";
  }
}
