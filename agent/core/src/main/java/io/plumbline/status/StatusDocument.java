package io.plumbline.status;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.diagnostics.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The facts as a tree of maps, lists, texts and numbers: what {@code status.json} holds and what
 * {@code doctor} shows. Drawn in agent/OPERATIONS.md.
 *
 * <p>{@code version} changes when a field means something else or is gone; new ones may come at any
 * time. Times are ISO 8601 in UTC, sizes bytes, durations seconds.
 */
public final class StatusDocument {
  public static final int VERSION = 1;

  private static final double MILLIS_PER_SECOND = 1000;

  private StatusDocument() {}

  /**
   * @param file where it is written; null when nowhere
   */
  public static Map<String, @Nullable Object> of(AgentStatus status, @Nullable String file) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("version", VERSION);
    document.put("state", name(status.state()));
    document.put("reason", status.reason());
    document.put("written", text(status.written()));
    document.put("intervalSeconds", status.interval().toSeconds());
    document.put("file", file);
    document.put("hints", Hints.of(status).stream().map(StatusDocument::hint).toList());
    document.put("process", process(status.process()));
    document.put("configuration", configuration(status.configuration()));
    document.put("libraries", status.libraries().stream().map(StatusDocument::library).toList());
    document.put("almost", status.almost().stream().map(StatusDocument::nearMiss).toList());
    PipelineFacts pipeline = status.pipeline();
    if (pipeline != null) {
      document.put("inferences", inferences(pipeline));
      document.put("overhead", overhead(pipeline.overhead()));
      document.put("spool", spool(pipeline.spool()));
      document.put(
          "receivers", pipeline.receivers().stream().map(StatusDocument::receiver).toList());
    }
    document.put("errors", new TreeMap<>(status.errors()));
    return document;
  }

  /** On one line. */
  public static String json(AgentStatus status, @Nullable String file) {
    return Json.write(of(status, file));
  }

  private static Map<String, @Nullable Object> hint(Hint hint) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("code", hint.code());
    fields.put("problem", hint.problem());
    fields.put("text", hint.text());
    return fields;
  }

  private static Map<String, @Nullable Object> process(ProcessFacts process) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("pid", process.pid());
    fields.put("started", text(process.started()));
    fields.put("jvm", process.jvm());
    fields.put("directory", process.directory());
    fields.put("agentVersion", process.agentVersion());
    fields.put("agentStarted", text(process.agentStarted()));
    return fields;
  }

  private static @Nullable Map<String, @Nullable Object> configuration(
      @Nullable ConfigurationFacts configuration) {
    if (configuration == null) {
      return null;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("service", configuration.service());
    fields.put("file", configuration.file());
    fields.put("fingerprint", configuration.fingerprint());
    fields.put("loaded", text(configuration.loaded()));
    fields.put("captureValues", configuration.captureValues());
    fields.put("sampling", configuration.sampling());
    fields.put("warnings", configuration.warnings());
    return fields;
  }

  private static Map<String, @Nullable Object> library(LibraryFacts library) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("name", library.name());
    fields.put("state", name(library.state()));
    fields.put("hooks", library.hooks().stream().map(StatusDocument::hook).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> hook(HookFacts hook) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("type", hook.type());
    fields.put("method", hook.method());
    fields.put("role", hook.role());
    fields.put("state", name(hook.state()));
    if (hook.configured()) {
      fields.put("configured", true);
    }
    if (hook.reason() != null) {
      fields.put("reason", hook.reason());
    }
    if (!hook.methods().isEmpty()) {
      boolean counts = hook.role().equals("inference");
      fields.put("woven", hook.methods().stream().map(method -> method(method, counts)).toList());
    }
    return fields;
  }

  private static Map<String, @Nullable Object> method(MethodFacts method, boolean counts) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("function", method.function());
    fields.put("loader", method.loader());
    if (counts) {
      fields.put("called", method.called());
      fields.put("captured", method.captured());
      fields.put("dropped", reasons(method.dropped()));
      LastInference last = method.last();
      fields.put("last", last == null ? null : last(last));
    }
    return fields;
  }

  private static Map<String, @Nullable Object> last(LastInference last) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("time", text(last.time()));
    fields.put("durationSeconds", last.duration().toNanos() / 1e9);
    fields.put("model", last.model());
    fields.put("version", last.version());
    fields.put("batchSize", last.batchSize());
    fields.put("label", last.label());
    fields.put("score", number(last.score()));
    fields.put("confidence", number(last.confidence()));
    fields.put("error", last.error());
    return fields;
  }

  private static Map<String, @Nullable Object> nearMiss(NearMiss near) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("library", near.library());
    fields.put("wanted", near.wanted());
    fields.put("found", near.found());
    fields.put("why", near.why());
    return fields;
  }

  private static Map<String, @Nullable Object> inferences(PipelineFacts pipeline) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("made", pipeline.made());
    fields.put("counted", pipeline.counted());
    fields.put("dropped", reasons(pipeline.dropped()));
    fields.put("spans", pipeline.sampling().spans());
    fields.put("notSampled", pipeline.sampling().notSampled());
    fields.put("callerNotSampled", pipeline.sampling().callerNotSampled());
    fields.put("spansDropped", reasons(pipeline.spansDropped()));
    return fields;
  }

  private static Map<String, @Nullable Object> overhead(OverheadFacts overhead) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("level", overhead.level());
    fields.put("cpu", overhead.cpu());
    fields.put("maxCpu", overhead.maxCpu());
    fields.put("callSeconds", overhead.call().toNanos() / 1e9);
    fields.put("maxCallSeconds", overhead.maxCall().toNanos() / 1e9);
    fields.put("relayCpu", overhead.relayCpu());
    fields.put("maxRelayCpu", overhead.maxRelayCpu());
    return fields;
  }

  private static Map<String, @Nullable Object> spool(SpoolFacts spool) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("directory", spool.directory());
    fields.put("mode", spool.mode());
    fields.put("configuredMode", spool.configuredMode());
    fields.put("durable", spool.durable());
    fields.put("bytes", spool.bytes());
    fields.put("maxBytes", spool.maxBytes());
    fields.put("lagSeconds", seconds(spool.lag()));
    fields.put("waiting", spool.waiting());
    fields.put("ringUsedBytes", spool.ringUsedBytes());
    fields.put("ringBytes", spool.ringBytes());
    fields.put("adopting", spool.adopting());
    fields.put("withoutKey", spool.withoutKey());
    return fields;
  }

  private static Map<String, @Nullable Object> receiver(ReceiverFacts receiver) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("signal", receiver.signal());
    fields.put("endpoint", receiver.endpoint());
    fields.put("protocol", receiver.protocol());
    fields.put("state", name(receiver.state()));
    fields.put("answer", receiver.answer());
    fields.put("answered", text(receiver.answered()));
    fields.put("delivered", text(receiver.delivered()));
    fields.put("failedAttempts", receiver.failedAttempts());
    fields.put("exported", receiver.exported());
    fields.put("refused", receiver.refused());
    return fields;
  }

  private static Map<String, Long> reasons(Map<DropReason, Long> counts) {
    Map<String, Long> byName = new TreeMap<>();
    counts.forEach(
        (reason, count) -> {
          if (count > 0) {
            byName.put(reason.attributeValue(), count);
          }
        });
    return byName;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }

  /** JSON has no NaN. */
  private static @Nullable Double number(@Nullable Double value) {
    return value == null || value.isNaN() || value.isInfinite() ? null : value;
  }
}
