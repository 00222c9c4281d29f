package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.SignalConfig;
import io.plumbline.config.TlsConfig;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The way to the receivers, and what it was made from: when that is other, so is the way.
 *
 * @param pem texts of the certificates and keys that the endpoints name
 */
record ExportWay(ExportOptions endpoints, List<String> pem, OtlpExporter exporter) {

  /**
   * @throws IllegalArgumentException when headers or PEM files cannot be used
   */
  static ExportWay of(AgentConfig config, Clock clock, AgentLog log) {
    ExportOptions endpoints = ExportOptions.of(config.export());
    List<String> pem = pem(config);
    return new ExportWay(endpoints, pem, new OtlpExporter(endpoints, clock, log));
  }

  /** Without the texts: a private key is among them. */
  @Override
  public String toString() {
    return endpoints.toString();
  }

  /** Whether that configuration, and the files it names, say the same. */
  boolean isOf(AgentConfig config) {
    return endpoints.equals(ExportOptions.of(config.export())) && pem.equals(pem(config));
  }

  private static List<String> pem(AgentConfig config) {
    return files(config).stream().map(ExportWay::text).toList();
  }

  /** Files that the way is made from. */
  static List<Path> files(AgentConfig config) {
    List<Path> files = new ArrayList<>();
    for (SignalConfig signal : List.of(config.export().traces(), config.export().metrics())) {
      TlsConfig tls = signal.tls();
      Stream.of(tls.ca(), tls.certificate(), tls.key())
          .filter(Objects::nonNull)
          .forEach(files::add);
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return ""; // said by who makes the exporter
    }
  }
}
