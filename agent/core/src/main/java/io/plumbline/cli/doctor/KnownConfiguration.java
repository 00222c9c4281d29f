package io.plumbline.cli.doctor;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.SignalConfig;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpCompression;
import io.plumbline.export.OtlpEndpoint;
import io.plumbline.export.OtlpProtocol;
import io.plumbline.export.OtlpTls;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a process, read from here as an agent would read it there now.
 *
 * @param config null when it is wrong
 * @param problem why; null when it is right
 */
record KnownConfiguration(@Nullable AgentConfig config, @Nullable String problem) {
  private static final String FILE = "plumbline.config";
  private static final String VARIABLE = "PLUMBLINE_CONFIG";

  /**
   * @param arguments of the agent's flag; null without one
   */
  static KnownConfiguration of(ObservedProcess process, @Nullable String arguments) {
    Map<String, String> properties = new HashMap<>(process.properties());
    Map<String, String> environment = new HashMap<>(process.environment());
    properties.computeIfPresent(FILE, (key, file) -> process.seen(file).toString());
    environment.computeIfPresent(VARIABLE, (key, file) -> process.seen(file).toString());
    String file =
        arguments == null || arguments.isBlank() ? null : process.seen(arguments).toString();
    try {
      return new KnownConfiguration(
          AgentConfig.load(ConfigSources.of(file, properties, environment)), null);
    } catch (ConfigException e) {
      return new KnownConfiguration(null, e.getMessage());
    }
  }

  @Nullable Path spoolDirectory(ObservedProcess process) {
    Path directory = config == null ? null : config.spool().directory();
    return directory == null ? null : process.seen(directory.toString());
  }

  /** Null when it is not known. */
  @Nullable ExportOptions endpoints() {
    return config == null
        ? null
        : new ExportOptions(
            endpoint(config.export().traces()), endpoint(config.export().metrics()));
  }

  private static OtlpEndpoint endpoint(SignalConfig signal) {
    return new OtlpEndpoint(
        signal.endpoint(),
        signal.protocol() == SignalConfig.Protocol.GRPC
            ? OtlpProtocol.GRPC
            : OtlpProtocol.HTTP_PROTOBUF,
        signal.headers(),
        signal.timeout(),
        OtlpCompression.NONE,
        new OtlpTls(signal.tls().ca(), signal.tls().certificate(), signal.tls().key()));
  }
}
