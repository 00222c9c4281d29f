package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.LogConfig;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.KeyedHash;
import io.plumbline.ring.MappedRing;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stream of this process, and where it lies.
 *
 * @param directory null when there is no safe place: everything is in memory then
 * @param hash of this service's strings
 */
record OwnStream(StreamHeader header, @Nullable SpoolDirectory directory, KeyedHash hash) {

  /** Makes the directory and opens the log in it; without one says why, once. */
  static OwnStream create(AgentConfig config, String agentVersion, Clock clock, AgentLog log) {
    StreamHeader header = header(config, agentVersion, clock);
    if (config.log().destination() == LogConfig.Destination.STDERR) {
      log.writeTo(System.err);
    }
    try {
      SpoolDirectory directory = create(config, header);
      Path service = Objects.requireNonNull(directory.path().getParent());
      openLog(config.log(), service, log);
      return new OwnStream(header, directory, new KeyedHash(key(service, log)));
    } catch (IOException e) {
      log.warn("What is not delivered stays in memory, not on disk: " + e.getMessage());
      return new OwnStream(header, null, new KeyedHash(KeyedHash.newKey()));
    }
  }

  private static void openLog(LogConfig config, Path service, AgentLog log) {
    if (config.destination() == LogConfig.Destination.FILE) {
      try {
        LogFile.open(service, log);
      } catch (IOException e) {
        log.warn("There is no log file: " + e.getMessage());
      }
    }
  }

  private static byte[] key(Path service, AgentLog log) {
    try {
      return RedactionKey.of(service);
    } catch (IOException e) {
      log.warn("Hashes of this process are its own, not those of its service: " + e.getMessage());
      return KeyedHash.newKey();
    }
  }

  private static SpoolDirectory create(AgentConfig config, StreamHeader header) throws IOException {
    if (StageOptions.spool(config.spool()).mode() == SpoolMode.MEMORY) {
      throw new IOException("spool.mode is memory");
    }
    String namespace = Objects.requireNonNullElse(config.service().namespace(), "");
    return SpoolDirectory.create(
        config.spool().directory(), namespace, config.service().name(), header);
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
        config.export().traces().endpoint().toString(),
        ProcessHandle.current().pid(),
        StageOptions.telemetry(config.sampling(), agentVersion).sampling().encoded(),
        resource);
  }

  MappedRing createRing(int capacity, SpoolOptions options, AgentLog log) {
    return directory == null
        ? MappedRing.inMemory(capacity)
        : directory.createRing(capacity, options, log);
  }

  TelemetryStream identity() {
    return new TelemetryStream(
        header.streamId(), header.startEpochNanos(), TelemetryResource.of(header.resource()));
  }
}
