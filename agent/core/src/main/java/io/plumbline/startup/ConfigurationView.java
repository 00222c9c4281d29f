package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigFile;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.ServiceConfig;
import io.plumbline.status.ConfigurationFacts;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says which configuration is in force, and nothing of what is in it that may be a key. */
final class ConfigurationView {
  private static final int FINGERPRINT_BYTES = 8;

  private ConfigurationView() {}

  /**
   * @param loaded when it came into force
   */
  static ConfigurationFacts of(AgentConfig config, ConfigSources sources, Instant loaded) {
    return new ConfigurationFacts(
        service(config.service()),
        files(sources),
        fingerprint(sources),
        loaded,
        config.capture().values().name().toLowerCase(Locale.ROOT),
        StageOptions.telemetry(config.sampling(), "").sampling().encoded(),
        config.warnings());
  }

  static String service(ServiceConfig service) {
    return service.namespace() == null
        ? service.name()
        : service.namespace() + "." + service.name();
  }

  private static @Nullable String files(ConfigSources sources) {
    String files =
        Stream.of(sources.file(), sources.otelFile())
            .filter(Objects::nonNull)
            .map(file -> new File(file.name()).getAbsolutePath())
            .collect(Collectors.joining(", "));
    return files.isEmpty() ? null : files;
  }

  private static @Nullable String fingerprint(ConfigSources sources) {
    if (sources.file() == null && sources.otelFile() == null) {
      return null;
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(sources.file(), digest);
      add(sources.otelFile(), digest);
      return HexFormat.of().formatHex(digest.digest(), 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      return null; // every JDK has it
    }
  }

  private static void add(@Nullable ConfigFile file, MessageDigest digest) {
    if (file != null) {
      digest.update(file.text().getBytes(StandardCharsets.UTF_8));
    }
    digest.update((byte) 0);
  }
}
