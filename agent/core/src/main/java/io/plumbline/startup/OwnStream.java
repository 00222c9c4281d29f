package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.KeyedHash;
import io.plumbline.ring.MappedRing;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryResource;
import io.plumbline.telemetry.TelemetryStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The stream of this process, and where it lies.
 *
 * @param home of its directory; without one everything is in memory
 * @param hash of this service's strings
 */
record OwnStream(StreamHeader header, SpoolHome home, KeyedHash hash) {

  /** Makes the directory and opens the log in it; without one says why, once. */
  static OwnStream create(
      AgentConfig config, String agentVersion, Clock clock, Clock steadyClock, AgentLog log) {
    StreamHeader header = header(config, agentVersion, clock);
    ServiceFiles files = new ServiceFiles(config, log);
    SpoolHome home;
    if (StageOptions.spool(config.spool()).mode() == SpoolMode.MEMORY) {
      log.info("What is not delivered stays in memory, not on disk: spool.mode is memory");
      home = SpoolHome.none(log, steadyClock);
    } else {
      home = SpoolHome.find(() -> create(config, header), files, log, steadyClock);
      if (home.directory() == null) {
        files.logElsewhere();
      }
    }
    return new OwnStream(header, home, files.hash());
  }

  private static SpoolDirectory create(AgentConfig config, StreamHeader header) throws IOException {
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
    SpoolDirectory directory = home.directory();
    return directory == null
        ? MappedRing.inMemory(capacity)
        : directory.createRing(capacity, options, log);
  }

  TelemetryStream identity() {
    return new TelemetryStream(
        header.streamId(), header.startEpochNanos(), TelemetryResource.of(header.resource()));
  }
}
