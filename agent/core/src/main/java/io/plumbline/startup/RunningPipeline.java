package io.plumbline.startup;

import io.plumbline.capture.CaptureSettings;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.OverheadWatch;
import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpExporter;
import io.plumbline.export.Relay;
import io.plumbline.export.RelayChange;
import io.plumbline.spool.SpoolWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a pipeline that runs goes by the configuration, and can go by another: capture on host
 * threads, and the relay.
 */
final class RunningPipeline {
  private final OwnStream stream;
  private final InferenceRecorder recorder;
  private final OverheadWatch overhead;
  private final ServiceRedaction redaction;
  private final PoliciesInForce policies;
  private final SpoolWriter writer;
  private final RelayStart relayStart;
  private final String agentVersion;
  private final AgentLog log;
  private final AgentErrors errors;
  private final Clock clock;

  private final List<OtlpExporter> retired = new ArrayList<>();
  private @Nullable ExportWay way;
  private volatile @Nullable Relay relay;

  /** Starts the relay of this stream. */
  @FunctionalInterface
  interface RelayStart {
    Relay start(AgentConfig config, ExportWay way) throws IOException;
  }

  RunningPipeline(
      OwnStream stream,
      InferenceRecorder recorder,
      OverheadWatch overhead,
      ServiceRedaction redaction,
      PoliciesInForce policies,
      SpoolWriter writer,
      RelayStart relayStart,
      String agentVersion,
      AgentLog log,
      AgentErrors errors,
      Clock clock) {
    this.stream = stream;
    this.recorder = recorder;
    this.overhead = overhead;
    this.redaction = redaction;
    this.policies = policies;
    this.writer = writer;
    this.relayStart = relayStart;
    this.agentVersion = agentVersion;
    this.log = log;
    this.errors = errors;
    this.clock = clock;
  }

  static CaptureSettings captureSettings(AgentConfig config, ServiceRedaction redaction) {
    return new CaptureSettings(
        config.capture().limits(), redaction.policy(config), config.modelConfiguration());
  }

  /** Without a relay, records are kept: for a better configuration, or for the next process. */
  synchronized void startRelay(AgentConfig config) {
    try {
      startRelay(config, ExportWay.of(config, clock, log));
    } catch (IllegalArgumentException e) {
      log.error("Nothing is sent until the configuration is better: " + e.getMessage());
    }
  }

  private void startRelay(AgentConfig config, ExportWay first) {
    try {
      relay = relayStart.start(config, first);
      way = first;
    } catch (IOException | LinkageError e) {
      errors.report("starting the relay", e);
    }
  }

  /**
   * All of it, or nothing.
   *
   * @throws IllegalArgumentException when headers or PEM files cannot be used
   */
  synchronized void change(AgentConfig config) {
    ExportWay before = way;
    boolean same = before != null && before.isOf(config);
    ExportWay other = same ? null : ExportWay.of(config, clock, log);
    policies.add(redaction.policy(config));
    recorder.change(captureSettings(config, redaction));
    overhead.change(StageOptions.overhead(config.overhead()));
    stream.change(config);
    Relay running = relay;
    if (running != null) {
      running.bound(config.overhead().relayCpu());
      running.change(relayChange(config, other));
    } else if (other != null) {
      startRelay(config, other);
    }
  }

  private RelayChange relayChange(AgentConfig config, @Nullable ExportWay other) {
    ExportWay before = way;
    if (other != null && before != null) {
      retired.add(before.exporter());
      way = other;
    }
    List<OtlpExporter> old = List.copyOf(retired);
    return new RelayChange(
        other == null ? null : other.exporter(),
        ExportOptions.of(config.export()),
        StageOptions.telemetry(config.sampling(), agentVersion).sampling(),
        config.export().metricInterval(),
        config.export().probeInterval(),
        () -> close(old));
  }

  /** On the relay's thread, once nothing goes that way any more. */
  private synchronized void close(List<OtlpExporter> old) {
    old.forEach(OtlpExporter::close);
    retired.removeAll(old);
  }

  /** Closes every connection. */
  synchronized void close() {
    overhead.stop();
    retired.forEach(OtlpExporter::close);
    if (way != null) {
      way.exporter().close();
    }
  }

  OwnStream stream() {
    return stream;
  }

  SpoolWriter writer() {
    return writer;
  }

  /** Null when it could not be started. */
  @Nullable Relay relay() {
    return relay;
  }
}
