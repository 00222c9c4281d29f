package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.OtlpEndpoint;
import io.plumbline.redact.Vocabularies;
import io.plumbline.ring.MappedRing;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StoredStreams;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The stream of this process, and where it lies. */
final class OwnStream {
  private final String agentVersion;
  private final AgentLog log;
  private final ServiceFiles files;
  private final SpoolHome home;
  private volatile StreamHeader header;

  /** Makes the directory and opens the log in it; without one says why, once. */
  OwnStream(AgentConfig config, String agentVersion, Clock clock, Clock steadyClock, AgentLog log) {
    this.agentVersion = agentVersion;
    this.log = log;
    this.header = header(config, agentVersion, clock);
    this.files = new ServiceFiles(config, log);
    if (StageOptions.mode(config.spool().mode()) == SpoolMode.MEMORY) {
      log.info("What is not delivered stays in memory, not on disk: spool.mode is memory");
      home = SpoolHome.none(log, steadyClock);
    } else {
      home = SpoolHome.find(() -> create(config), this::arrived, log, steadyClock);
      if (home.directory() == null) {
        files.logElsewhere();
      }
    }
  }

  private SpoolDirectory create(AgentConfig config) throws IOException {
    SpoolKeys keys = keys(config);
    String namespace = Objects.requireNonNullElse(config.service().namespace(), "");
    SpoolDirectory made =
        SpoolDirectory.create(
            config.spool().directory(), namespace, config.service().name(), header);
    if (keys.areEncrypting()) {
      log.info("What lies in " + made.path() + " is encrypted under key " + keys);
    }
    return made.encryptedUnder(keys);
  }

  /** Without what it needs nothing is written: plain is not what was asked for. */
  private static SpoolKeys keys(AgentConfig config) throws IOException {
    try {
      return StageOptions.keys(config.spool());
    } catch (GeneralSecurityException e) {
      throw new IOException("it cannot be encrypted in this JVM: " + e.getMessage(), e);
    }
  }

  private void arrived(SpoolDirectory directory) {
    files.accept(directory);
    // It may have changed while the directory was made.
    write(header, directory);
  }

  private static StreamHeader header(AgentConfig config, String agentVersion, Clock clock) {
    String id = UUID.randomUUID().toString();
    Map<String, String> resource =
        TelemetryResource.describe(agentVersion, id, StageOptions.resource(config));
    Instant now = clock.instant();
    return new StreamHeader(
        id.replace("-", ""),
        resource.getOrDefault("service.instance.id", id),
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(),
        endpoint(config),
        ProcessHandle.current().pid(),
        sampling(config, agentVersion),
        resource);
  }

  private static String endpoint(AgentConfig config) {
    return OtlpEndpoint.shown(config.export().traces().endpoint());
  }

  private static String sampling(AgentConfig config, String agentVersion) {
    return StageOptions.telemetry(config.sampling(), agentVersion).sampling().encoded();
  }

  /** Its records go elsewhere, or become other spans, from now on; so whoever adopts it knows. */
  void change(AgentConfig config) {
    header = header.with(endpoint(config), sampling(config, agentVersion));
    SpoolDirectory directory = home.directory();
    if (directory != null) {
      write(header, directory);
    }
  }

  private void write(StreamHeader current, SpoolDirectory directory) {
    try {
      if (!current.equals(directory.header())) {
        directory.change(current);
      }
    } catch (IOException e) {
      log.warn(
          directory.path()
              + " does not say that it goes to "
              + current.endpoint()
              + " now, and may stay there after a crash: "
              + e.getMessage());
    }
  }

  MappedRing createRing(int capacity, SpoolOptions options) {
    SpoolDirectory directory = home.directory();
    return directory == null
        ? MappedRing.inMemory(capacity)
        : directory.createRing(capacity, options, log);
  }

  /**
   * Whether the spool may open later: what is in the ring outlives this process as what is in the
   * spool does, and no process before it may have left something.
   */
  boolean canWait() {
    SpoolDirectory directory = home.directory();
    return directory == null || (directory.hasRing() && isAlone(directory));
  }

  private static boolean isAlone(SpoolDirectory directory) {
    try {
      return StoredStreams.below(directory.service()).size() <= 1;
    } catch (IOException e) {
      return false; // whoever adopts says so
    }
  }

  SpoolHome home() {
    return home;
  }

  /** Of this service's values. */
  ServiceRedaction redaction() {
    return new ServiceRedaction(files.key(), new Vocabularies());
  }

  TelemetryStream identity() {
    return new TelemetryStream(
        header.streamId(), header.startEpochNanos(), TelemetryResource.of(header.resource()));
  }
}
