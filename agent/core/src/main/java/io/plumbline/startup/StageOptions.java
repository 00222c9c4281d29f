package io.plumbline.startup;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.OverheadBudget;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.OverheadConfig;
import io.plumbline.config.SamplingConfig;
import io.plumbline.config.SecretBytes;
import io.plumbline.config.SpoolConfig;
import io.plumbline.spool.SpoolFsync;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.telemetry.KeepRules;
import io.plumbline.telemetry.SpanSampling;
import io.plumbline.telemetry.TelemetryOptions;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says, in the words of each stage. Stages do not know the configuration.
 */
final class StageOptions {
  private StageOptions() {}

  /** A small spool is cut into as many pieces, since what goes for its bound goes in whole ones. */
  private static final int PIECES = 16;

  private static final int SMALLEST_SEGMENT = 1 << 20;

  static SpoolOptions spool(SpoolConfig config, CaptureLimits limits) {
    SpoolOptions defaults = SpoolOptions.DEFAULT;
    long piece = config.maxSizeBytes() / PIECES / SMALLEST_SEGMENT * SMALLEST_SEGMENT;
    // A record can have a quarter of one, with what goes around it.
    int smallest = Math.max(SMALLEST_SEGMENT, 4 * (limits.maxRecordBytes() + (16 << 10)));
    int segmentBytes = (int) Math.max(smallest, Math.min(piece, defaults.segmentBytes()));
    return new SpoolOptions(
        mode(config.mode()),
        Math.max(config.maxSizeBytes(), 2L * segmentBytes),
        defaults.maxMemoryBytes(),
        config.maxAge(),
        config.minFreeDiskBytes(),
        segmentBytes,
        SpoolFsync.valueOf(config.fsync().name()));
  }

  /**
   * @throws GeneralSecurityException when this JVM cannot encrypt
   */
  static SpoolKeys keys(SpoolConfig config) throws GeneralSecurityException {
    return SpoolKeys.of(
        config.key() == null ? null : config.key().bytes(),
        config.oldKeys().stream().map(SecretBytes::bytes).toList());
  }

  /** A power of two: what is written, or the next one above. */
  static int ringCapacity(SpoolConfig config) {
    return Integer.highestOneBit(2 * config.ringSizeBytes() - 1);
  }

  static SpoolMode mode(SpoolConfig.Mode mode) {
    return switch (mode) {
      case AUTO -> SpoolMode.AUTO;
      case MAPPED -> SpoolMode.MAPPED;
      case FILE -> SpoolMode.FILE;
      case MEMORY -> SpoolMode.MEMORY;
    };
  }

  static TelemetryOptions telemetry(SamplingConfig config, String agentVersion) {
    Double unsure = config.keepConfidenceBelow();
    KeepRules keep =
        new KeepRules(config.keepErrors(), config.keepSlowerThan(), unsure == null ? 0 : unsure);
    String sampler = config.followsParent() ? "parentbased_traceidratio" : "traceidratio";
    TelemetryOptions defaults = TelemetryOptions.defaults(agentVersion);
    return new TelemetryOptions(
        agentVersion,
        SpanSampling.named(sampler, config.ratio(), keep),
        defaults.limits(),
        defaults.featuresByValue());
  }

  static OverheadBudget overhead(OverheadConfig config) {
    return new OverheadBudget(config.maxCpu(), config.maxCall());
  }

  /** What the configuration says of the service, in the names of the semantic conventions. */
  static Map<String, String> resource(AgentConfig config) {
    Map<String, String> attributes = new HashMap<>(config.service().attributes());
    attributes.put("service.name", config.service().name());
    putIfSet(attributes, "service.namespace", config.service().namespace());
    putIfSet(attributes, "service.version", config.service().version());
    putIfSet(attributes, "service.instance.id", config.service().instanceId());
    return attributes;
  }

  private static void putIfSet(Map<String, String> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.put(key, value);
    }
  }
}
