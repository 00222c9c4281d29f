package io.plumbline.config;

import io.plumbline.config.LogConfig.Destination;
import io.plumbline.config.SamplingConfig.Sampler;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Every option, in the order of the reference. */
final class ConfigOptions {
  static final ConfigOption<Boolean> ENABLED =
      ConfigOption.of(
              "enabled",
              OptionTypes.BOOLEAN,
              "true",
              "Switches the agent off without taking the flag away.")
          .otel("OTEL_SDK_DISABLED", OptionTypes.NEGATED_BOOLEAN)
          .at("disabled");

  static final ConfigOption<String> SERVICE_NAME =
      ConfigOption.of(
              "service.name",
              OptionTypes.TEXT.where("more than nothing", name -> !name.isEmpty()),
              null,
              "Name of this service; without it the name of the jar or main class.")
          .otel("OTEL_SERVICE_NAME")
          .at("resource.attributes[].service.name");
  static final ConfigOption<String> SERVICE_NAMESPACE =
      ConfigOption.of(
          "service.namespace", OptionTypes.TEXT, null, "Group of services it belongs to.");
  static final ConfigOption<String> SERVICE_VERSION =
      ConfigOption.of("service.version", OptionTypes.TEXT, null, "Version of this service.");
  static final ConfigOption<String> SERVICE_INSTANCE_ID =
      ConfigOption.of(
          "service.instance.id",
          OptionTypes.TEXT,
          null,
          "Tells this process from others of the service; without it a new one at each start.");
  static final ConfigOption<Map<String, String>> SERVICE_ATTRIBUTES =
      ConfigOption.of(
              "service.attributes",
              OptionTypes.TEXT_BY_NAME,
              null,
              "Further attributes of the resource, e.g. `deployment.environment.name: prod`. Those"
                  + " of all sources are joined; per attribute the first source wins.")
          .otel("OTEL_RESOURCE_ATTRIBUTES")
          .at("resource.attributes");

  static final ConfigOption<Duration> METRIC_INTERVAL =
      ConfigOption.of(
              "export.metric_interval",
              OptionTypes.DURATION.where("above 0", d -> !d.isZero()),
              "60s",
              "How often metrics are sent.")
          .otel(
              "OTEL_METRIC_EXPORT_INTERVAL",
              OptionTypes.MILLISECONDS.where("above 0", d -> !d.isZero()))
          .at("meter_provider.readers[].periodic.interval")
          .live();

  static final ConfigOption<Duration> SHUTDOWN_TIMEOUT =
      ConfigOption.of(
              "export.shutdown_timeout",
              OptionTypes.DURATION,
              "5s",
              "How long the end of the process may wait for what is still to be sent. What is left"
                  + " is sent by the next process of this service on this machine.")
          .live();

  static final ConfigOption<Duration> PROBE_INTERVAL =
      ConfigOption.of(
              "export.probe_interval",
              OptionTypes.DURATION.where(
                  "from 1s to 1h",
                  d ->
                      d.compareTo(Duration.ofSeconds(1)) >= 0
                          && d.compareTo(Duration.ofHours(1)) <= 0),
              "1m",
              "How often a receiver is asked that accepts nothing from us at all: the key is wrong,"
                  + " the path is not there. Until it does, everything waits in the spool.")
          .live();

  static final ConfigOption<Path> SPOOL_DIRECTORY =
      ConfigOption.of(
          "spool.directory",
          OptionTypes.PATH,
          null,
          "Directory below which each process keeps what is not delivered yet; without it"
              + " `./plumbline`, else `plumbline-<uid>` in the temporary directory.");
  static final ConfigOption<SpoolConfig.Mode> SPOOL_MODE =
      ConfigOption.of(
          "spool.mode",
          OptionTypes.oneOf(SpoolConfig.Mode.class),
          "auto",
          "How records are kept. `mapped`: in mapped files; what was captured survives `kill -9`."
              + " `file`: in plain files, for file systems on which mapping is not safe when the"
              + " disk is full; `kill -9` loses what was captured in the last moment. `memory`: not"
              + " on disk. `auto`: `mapped` on ext2, ext3, ext4 and tmpfs, else `file`.");
  static final ConfigOption<Long> SPOOL_MAX_SIZE =
      ConfigOption.of(
          "spool.max_size",
          OptionTypes.SIZE.where("at least 16MiB", bytes -> bytes >= 16 << 20),
          "512MiB",
          "Most that the spool takes of the disk, with what dead processes of the service left, and"
              + " never more than a tenth of what is free; then the oldest goes, counted as"
              + " `spool_full`.");
  static final ConfigOption<Duration> SPOOL_MAX_AGE =
      ConfigOption.of(
          "spool.max_age",
          OptionTypes.DURATION.where("above 0", d -> !d.isZero()),
          "7d",
          "What is older goes, counted as `spool_expired`.");
  static final ConfigOption<Long> SPOOL_MIN_FREE_DISK =
      ConfigOption.of(
          "spool.min_free_disk",
          OptionTypes.SIZE,
          "256MiB",
          "The disk is never filled further than this.");
  static final ConfigOption<SpoolConfig.Fsync> SPOOL_FSYNC =
      ConfigOption.of(
          "spool.fsync",
          OptionTypes.oneOf(SpoolConfig.Fsync.class),
          "never",
          "When what is spooled is forced to the disk, so that it outlives a loss of power or of the"
              + " kernel; the death of the process it outlives in any case. `never`: the kernel writes"
              + " it, within half a minute or so. `interval`: once a second. `always`: after each batch"
              + " that the writer's thread takes from the ring, within milliseconds. The application's"
              + " threads never wait for it; what is still in the ring is not covered.");
  static final ConfigOption<Long> RING_SIZE =
      ConfigOption.of(
          "spool.ring_size",
          OptionTypes.SIZE.where(
              "from 1MiB to 256MiB", bytes -> bytes >= 1 << 20 && bytes <= 256 << 20),
          "8MiB",
          "Size of the ring between the application's threads and the spool.");

  static final ConfigOption<SecretBytes> SPOOL_KEY =
      ConfigOption.of(
          "spool.encryption.key",
          OptionTypes.SECRET_KEY,
          null,
          "Encrypts what lies in the spool, AES-256-GCM: 32 random bytes, as base64 or hex, best"
              + " `${file:/run/secrets/spool.key}`. What is captured then waits for the spool in"
              + " memory, and `kill -9` loses its last milliseconds. Never logged.");
  static final ConfigOption<List<SecretBytes>> SPOOL_OLD_KEYS =
      ConfigOption.of(
          "spool.encryption.old_keys",
          OptionTypes.listOf(OptionTypes.SECRET_KEY),
          null,
          "Keys of before, under which what dead processes left is still read.");

  static final ConfigOption<Sampler> SAMPLER =
      ConfigOption.of(
              "sampling.sampler",
              OptionTypes.oneOf(Sampler.class, Sampler::written),
              "parentbased_always_on",
              "Which inferences become spans; every one counts in the metrics. With `parentbased_`"
                  + " the application's own current span decides, where there is one.")
          .otel("OTEL_TRACES_SAMPLER")
          .at("tracer_provider.sampler")
          .live();
  static final ConfigOption<Double> SAMPLING_RATIO =
      ConfigOption.of(
              "sampling.ratio",
              OptionTypes.RATIO,
              "1",
              "Share of inferences that become spans. Setting it chooses"
                  + " `parentbased_traceidratio` where `sampling.sampler` is not set.")
          .otel("OTEL_TRACES_SAMPLER_ARG")
          .at("tracer_provider.sampler.trace_id_ratio_based.ratio")
          .live();
  static final ConfigOption<Boolean> KEEP_ERRORS =
      ConfigOption.of(
              "sampling.keep.errors",
              OptionTypes.BOOLEAN,
              "true",
              "Keeps every inference that failed, whatever the sampler says.")
          .live();
  static final ConfigOption<Duration> KEEP_SLOWER_THAN =
      ConfigOption.of(
              "sampling.keep.slower_than",
              OptionTypes.DURATION,
              null,
              "Keeps every inference that took longer.")
          .live();
  static final ConfigOption<Double> KEEP_CONFIDENCE_BELOW =
      ConfigOption.of(
              "sampling.keep.confidence_below",
              OptionTypes.RATIO,
              null,
              "Keeps every inference whose winning probability is lower.")
          .live();

  static final ConfigOption<RedactionPolicy.Values> CAPTURE_VALUES =
      ConfigOption.of(
              "capture.values",
              OptionTypes.oneOf(RedactionPolicy.Values.class),
              "safe",
              "How much of the values is kept: `none`; `numbers`; `safe`, numbers without payment"
                  + " cards, strings of features and labels that the configuration names, short"
                  + " strings of features that have few values, all unless a detector knows them,"
                  + " other strings as a keyed hash; `all`. `redaction.rules` say more.")
          .live();
  static final ConfigOption<Integer> MAX_ROWS =
      ConfigOption.of("capture.max_rows", OptionTypes.COUNT, "64", "Rows copied of each call.")
          .live();
  static final ConfigOption<Integer> MAX_VALUES =
      ConfigOption.of(
              "capture.max_values_per_row", OptionTypes.COUNT, "256", "Values copied of each row.")
          .live();
  static final ConfigOption<Long> MAX_STRING_SIZE =
      ConfigOption.of(
              "capture.max_string_size",
              OptionTypes.SIZE.where("from 1B to 64KiB", bytes -> bytes >= 1 && bytes <= 64 << 10),
              "256B",
              "Bytes copied of each string.")
          .live();
  static final ConfigOption<Long> MAX_RECORD_SIZE =
      ConfigOption.of(
              "capture.max_record_size",
              OptionTypes.SIZE.where(
                  "from 4KiB to 1MiB", bytes -> bytes >= 4096 && bytes <= 1 << 20),
              "64KiB",
              "Bytes copied of each call.")
          .live();
  static final ConfigOption<Integer> MAX_IN_FLIGHT =
      ConfigOption.of(
              "capture.max_in_flight",
              OptionTypes.COUNT.where("at most 65536", count -> count <= 1 << 16),
              "256",
              "Inferences at one time whose values are copied; further ones are only counted, as"
                  + " `in_flight_limit`.")
          .live();

  static final ConfigOption<Boolean> ALLOW_LIST =
      ConfigOption.of(
              "redaction.allow_list",
              OptionTypes.BOOLEAN,
              "false",
              "Whether what no rule of `redaction.rules` names is dropped, with its name: features,"
                  + " outputs, messages, thread names, correlation ids, and a model's name is"
                  + " hashed.")
          .live();
  static final ConfigOption<String> REDACTION_KEY =
      ConfigOption.of(
              "redaction.key",
              OptionTypes.HASH_KEY,
              null,
              "Key of the hashes that stand for strings, of at least 16 characters; without it one"
                  + " that is made for the service and never leaves the machine. `${file:…}` keeps"
                  + " it out of the file.")
          .live();
  static final ConfigOption<String> REDACTION_KEY_ID =
      ConfigOption.of(
              "redaction.key_id",
              OptionTypes.TEXT.where(
                  "up to 32 letters, digits, dots, dashes, underscores",
                  id -> id.matches(HashKey.ID)),
              null,
              "What is written beside each hash to tell keys apart; without it eight hex digits"
                  + " that do not tell the key.")
          .live();
  static final ConfigOption<List<RedactionRule>> REDACTION_RULES =
      ConfigOption.of(
              "redaction.rules",
              OptionTypes.listOf(RedactionRuleConfig.TYPE),
              null,
              "What happens to values before they are written; the first rule that matches counts.")
          .live();

  static final ConfigOption<List<ModelConfig>> MODELS =
      ConfigOption.of(
              "models",
              OptionTypes.listOf(ModelConfig.TYPE),
              null,
              "What you know of models better than their libraries; the first entry that matches"
                  + " counts.")
          .live();
  static final ConfigOption<List<MethodConfig>> METHODS =
      ConfigOption.of(
              "methods",
              OptionTypes.listOf(MethodConfig.TYPE),
              null,
              "Methods of your own that are inferences. As one text: `com.acme.Scorer#score`.")
          .live();

  static final ConfigOption<List<String>> DISABLED =
      ConfigOption.of(
              "instrumentation.disabled",
              OptionTypes.TEXTS,
              null,
              "Libraries that are left alone, e.g. `[xgboost]`.")
          .live();

  static final ConfigOption<Double> MAX_CPU =
      ConfigOption.of(
              "overhead.max_cpu",
              OptionTypes.CORE_PERCENT.where("above 0 %", share -> share > 0),
              "5%",
              "Most that capture takes of the application's threads, all together, of one core. Above"
                  + " it the agent leaves out values, then spans, until it fits again; every"
                  + " inference counts in any case.")
          .live();
  static final ConfigOption<Duration> MAX_CALL =
      ConfigOption.of(
              "overhead.max_call",
              OptionTypes.DURATION.where("above 0", d -> !d.isZero()),
              "1ms",
              "Most that capture adds to a typical call. Above it, likewise.")
          .live();

  static final ConfigOption<Double> RELAY_CPU =
      ConfigOption.of(
              "overhead.relay_cpu",
              OptionTypes.CORE_PERCENT.where("above 0 %", share -> share > 0),
              "50%",
              "Most that the agent's own thread takes that counts and sends, of one core. When that is"
                  + " spent it waits, and what is captured meanwhile stays in the spool. `100%` is no"
                  + " bound.")
          .live();

  static final ConfigOption<Duration> STATUS_INTERVAL =
      ConfigOption.of(
          "status.interval",
          OptionTypes.DURATION.where(
              "from 1s to 1h",
              d ->
                  d.compareTo(Duration.ofSeconds(1)) >= 0 && d.compareTo(Duration.ofHours(1)) <= 0),
          "10s",
          "How often `status.json` in the spool's directory is written at least; besides, whenever"
              + " something changes.");
  static final ConfigOption<Boolean> STATUS_MBEAN =
      ConfigOption.of(
          "status.mbean",
          OptionTypes.BOOLEAN,
          "true",
          "Offers the same as the MBean `io.plumbline:type=Agent`, once somebody else has started"
              + " JMX. Opens no port.");

  static final ConfigOption<AgentLog.Level> LOG_LEVEL =
      ConfigOption.of(
              "log.level",
              OptionTypes.oneOf(AgentLog.Level.class),
              "info",
              "Least level of a line in Plumbline's own log.")
          .live();
  static final ConfigOption<Destination> LOG_DESTINATION =
      ConfigOption.of(
          "log.destination",
          OptionTypes.oneOf(Destination.class),
          "file",
          "A file in the spool's directory, or `stderr`.");

  static final List<ConfigOption<?>> ALL = all();

  private ConfigOptions() {}

  private static List<ConfigOption<?>> all() {
    List<ConfigOption<?>> all =
        new ArrayList<>(
            List.of(
                ENABLED,
                SERVICE_NAME,
                SERVICE_NAMESPACE,
                SERVICE_VERSION,
                SERVICE_INSTANCE_ID,
                SERVICE_ATTRIBUTES));
    all.addAll(SignalOptions.BOTH.all());
    all.addAll(List.of(METRIC_INTERVAL, SHUTDOWN_TIMEOUT, PROBE_INTERVAL));
    all.addAll(SignalOptions.TRACES.all());
    all.addAll(SignalOptions.METRICS.all());
    all.addAll(
        List.of(
            SPOOL_DIRECTORY,
            SPOOL_MODE,
            SPOOL_MAX_SIZE,
            SPOOL_MAX_AGE,
            SPOOL_MIN_FREE_DISK,
            SPOOL_FSYNC,
            RING_SIZE,
            SPOOL_KEY,
            SPOOL_OLD_KEYS));
    all.addAll(
        List.of(SAMPLER, SAMPLING_RATIO, KEEP_ERRORS, KEEP_SLOWER_THAN, KEEP_CONFIDENCE_BELOW));
    all.addAll(
        List.of(
            CAPTURE_VALUES, MAX_ROWS, MAX_VALUES, MAX_STRING_SIZE, MAX_RECORD_SIZE, MAX_IN_FLIGHT));
    all.addAll(List.of(ALLOW_LIST, REDACTION_KEY, REDACTION_KEY_ID, REDACTION_RULES));
    all.addAll(List.of(MODELS, METHODS, DISABLED));
    all.addAll(List.of(MAX_CPU, MAX_CALL, RELAY_CPU));
    all.addAll(List.of(STATUS_INTERVAL, STATUS_MBEAN));
    all.addAll(List.of(LOG_LEVEL, LOG_DESTINATION));
    return List.copyOf(all);
  }
}
