package io.plumbline.cli.spool;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.ExportConfig;
import io.plumbline.config.SignalConfig;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpCompression;
import io.plumbline.export.OtlpEndpoint;
import io.plumbline.export.OtlpProtocol;
import io.plumbline.export.OtlpSignal;
import io.plumbline.export.OtlpTls;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The receiver that a command names; what it does not say, the environment does. */
public final class ExportTarget {
  private static final String VARIABLES = "OTEL_EXPORTER_OTLP_";

  private ExportTarget() {}

  /**
   * @param base as {@code OTEL_EXPORTER_OTLP_ENDPOINT}
   * @param protocol null for what the environment says, else http/protobuf
   * @param headers beside those of the environment, and before them
   * @throws IllegalArgumentException when that cannot be
   */
  public static ExportOptions of(
      URI base,
      @Nullable String protocol,
      Map<String, String> headers,
      Map<String, String> environment) {
    OtlpProtocol given = protocol == null ? null : OtlpProtocol.of(protocol);
    if (protocol != null && given == null) {
      throw new IllegalArgumentException(
          protocol + " is not a protocol; use " + String.join(" or ", OtlpProtocol.keys()));
    }
    ExportConfig config = config(environment);
    return new ExportOptions(
        endpoint(base, OtlpSignal.TRACES, given, headers, config.traces()),
        endpoint(base, OtlpSignal.METRICS, given, headers, config.metrics()));
  }

  /** Of the environment only what is about exporting: all else is not of this command. */
  private static ExportConfig config(Map<String, String> environment) {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(name -> !name.startsWith(VARIABLES) || name.endsWith("ENDPOINT"));
    try {
      return AgentConfig.load(new ConfigSources(Map.of(), variables, null, null)).export();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static OtlpEndpoint endpoint(
      URI base,
      OtlpSignal signal,
      @Nullable OtlpProtocol given,
      Map<String, String> headers,
      SignalConfig config) {
    boolean grpc = config.protocol() == SignalConfig.Protocol.GRPC;
    OtlpProtocol protocol =
        given != null ? given : grpc ? OtlpProtocol.GRPC : OtlpProtocol.HTTP_PROTOBUF;
    boolean gzip = config.compression() == SignalConfig.Compression.GZIP;
    Map<String, String> all = new HashMap<>(config.headers());
    all.putAll(headers);
    return new OtlpEndpoint(
        signal.endpointBelow(base, protocol),
        protocol,
        all,
        config.timeout(),
        gzip ? OtlpCompression.GZIP : OtlpCompression.NONE,
        new OtlpTls(config.tls().ca(), config.tls().certificate(), config.tls().key()));
  }
}
