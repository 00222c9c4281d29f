package io.plumbline.spool;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Whose records these are; stays with them when another process delivers them.
 *
 * <p>On disk it is a properties file in UTF-8, whose last line {@code crc32c=<8 hex digits>} covers
 * all lines before it.
 *
 * @param streamId 32 hex digits, random
 * @param serviceInstanceId attribute {@code service.instance.id}
 * @param startEpochNanos when the process began to observe, wall clock
 * @param endpoint where the records are to go; only a process with the same one adopts them
 * @param pid of the process that made them, for people to read
 * @param sampling which of its inferences become spans, as the telemetry stage encodes it; empty
 *     when not known
 * @param resource attributes of the process, as the telemetry stage encodes them
 */
public record StreamHeader(
    String streamId,
    String serviceInstanceId,
    long startEpochNanos,
    String endpoint,
    long pid,
    String sampling,
    Map<String, String> resource) {
  private static final String VERSION = "1";
  private static final String RESOURCE = "resource.";
  private static final Pattern SPECIAL = Pattern.compile("[\\\\ \\t\\f\\r\\n=:#!]");
  private static final String CRC = "crc32c=";
  private static final int MAX_BYTES = 1 << 20;

  public StreamHeader {
    if (!streamId.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a stream id: " + streamId);
    }
    resource = Map.copyOf(resource);
  }

  /** Of a stream whose sampling is not known. */
  public StreamHeader(
      String streamId,
      String serviceInstanceId,
      long startEpochNanos,
      String endpoint,
      long pid,
      Map<String, String> resource) {
    this(streamId, serviceInstanceId, startEpochNanos, endpoint, pid, "", resource);
  }

  /** The same stream, whose records go elsewhere, or become other spans, from now on. */
  public StreamHeader with(String otherEndpoint, String otherSampling) {
    return new StreamHeader(
        streamId, serviceInstanceId, startEpochNanos, otherEndpoint, pid, otherSampling, resource);
  }

  void writeTo(Path file) throws IOException {
    try (FileChannel channel = OwnedFiles.create(file)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    append(text, "version", VERSION);
    append(text, "stream.id", streamId);
    append(text, "service.instance.id", serviceInstanceId);
    append(text, "start.epoch.nanos", Long.toString(startEpochNanos));
    append(text, "endpoint", endpoint);
    append(text, "pid", Long.toString(pid));
    append(text, "sampling", sampling);
    new TreeMap<>(resource).forEach((key, value) -> append(text, RESOURCE + key, value));
    return text + CRC + crc(text.toString()) + "\n";
  }

  // Not Properties.store: its date comment sets the system property user.timezone.
  private static void append(StringBuilder text, String key, String value) {
    text.append(escaped(key)).append('=').append(escaped(value)).append('\n');
  }

  private static String escaped(String plain) {
    return SPECIAL.matcher(plain).replaceAll("\\\\$0").replace("\n", "n").replace("\r", "r");
  }

  /**
   * @throws IOException when it cannot be read
   * @throws StreamDamagedException when it is not what was written
   * @throws OtherVersionException when it is of another version
   */
  static StreamHeader readFrom(Path file) throws IOException {
    String text = new String(OwnedFiles.read(file, MAX_BYTES), StandardCharsets.UTF_8);
    int end = Math.max(0, text.lastIndexOf(CRC));
    String body = text.substring(0, end);
    if (!text.substring(end).stripTrailing().equals(CRC + crc(body))) {
      throw new StreamDamagedException(file + " is damaged");
    }
    Properties properties = new Properties();
    properties.load(new StringReader(body));
    String version = properties.getProperty("version", "");
    if (!version.equals(VERSION)) {
      throw new OtherVersionException(file.getFileName() + " of version " + version);
    }
    return of(properties, file);
  }

  private static StreamHeader of(Properties properties, Path file) throws IOException {
    Map<String, String> resource = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(RESOURCE)) {
        resource.put(key.substring(RESOURCE.length()), properties.getProperty(key, ""));
      }
    }
    try {
      return new StreamHeader(
          properties.getProperty("stream.id", ""),
          properties.getProperty("service.instance.id", ""),
          Long.parseLong(properties.getProperty("start.epoch.nanos", "")),
          properties.getProperty("endpoint", ""),
          Long.parseLong(properties.getProperty("pid", "")),
          properties.getProperty("sampling", ""),
          resource);
    } catch (IllegalArgumentException e) {
      throw new StreamDamagedException(file + " is damaged: " + e.getMessage());
    }
  }

  private static String crc(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
