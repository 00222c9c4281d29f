package io.plumbline.cli.spool;

import io.plumbline.spool.DeliveredMark;
import io.plumbline.spool.StoredStream;
import io.plumbline.spool.StreamHeader;
import io.plumbline.spool.StreamOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the list says of one stream. */
public final class StreamRow {
  private static final String UNKNOWN = "?";

  private final String name;
  private final StoredStream stream;
  private final @Nullable StreamHeader header;
  private final @Nullable DeliveredMark delivered;
  private final long sizeBytes;
  private final long waitingSinceMillis;
  private final Instant now;

  private StreamRow(String name, StoredStream stream, @Nullable StreamHeader header, Instant now)
      throws IOException {
    this.name = name;
    this.stream = stream;
    this.header = header;
    this.delivered = stream.delivered();
    this.sizeBytes = stream.sizeBytes();
    this.waitingSinceMillis = stream.waitingSinceMillis();
    this.now = now;
  }

  /**
   * @param name as the user can give it again
   */
  public static StreamRow of(String name, StoredStream stream, Instant now) throws IOException {
    StreamHeader header = null;
    try {
      header = stream.header();
    } catch (IOException e) {
      // Its numbers are worth showing all the same; verify says what is wrong with it.
    }
    return new StreamRow(name, stream, header, now);
  }

  public static Columns columns() {
    return new Columns(
        "SERVICE",
        "INSTANCE",
        "STARTED",
        "STATE",
        "RECORDS ",
        "UNACKED ",
        "SIZE ",
        "OLDEST",
        "NEWEST",
        "LAG ",
        "STREAM");
  }

  public List<String> texts() {
    return List.of(
        service(),
        header == null ? UNKNOWN : header.serviceInstanceId(),
        header == null ? UNKNOWN : Quantity.time(startMillis(header)),
        stream.owner() + (delivered == null ? "" : ", exported"),
        Quantity.count(stream.records()),
        Quantity.count(stream.unacknowledged()),
        Quantity.bytes(sizeBytes),
        Quantity.time(stream.oldestMillis()),
        Quantity.time(stream.newestMillis()),
        waitingSinceMillis == 0 ? "-" : Quantity.duration(lag()),
        name);
  }

  private String service() {
    if (header == null) {
      Path parent = stream.path().toAbsolutePath().getParent();
      return parent == null ? UNKNOWN : parent.getFileName() + UNKNOWN;
    }
    String namespace = header.resource().getOrDefault("service.namespace", "");
    String service = header.resource().getOrDefault("service.name", UNKNOWN);
    return namespace.isEmpty() ? service : namespace + "." + service;
  }

  private static long startMillis(StreamHeader header) {
    return TimeUnit.NANOSECONDS.toMillis(header.startEpochNanos());
  }

  private Duration lag() {
    Duration lag = Duration.between(Instant.ofEpochMilli(waitingSinceMillis), now);
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  public Map<String, @Nullable Object> json() {
    StreamOwner owner = stream.owner();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("directory", stream.path().toString());
    fields.put("streamId", header == null ? null : header.streamId());
    fields.put("service", header == null ? null : service());
    fields.put("instance", header == null ? null : header.serviceInstanceId());
    fields.put("started", header == null ? null : time(startMillis(header)));
    fields.put("state", owner.state().name().toLowerCase(Locale.ROOT));
    fields.put("pid", owner.pid() == 0 ? null : owner.pid());
    fields.put("records", stream.records());
    fields.put("firstIndex", stream.firstIndex());
    fields.put("lastIndex", stream.lastIndex());
    fields.put("inRing", stream.inRing());
    fields.put("unacknowledged", stream.unacknowledged());
    fields.put("bytes", sizeBytes);
    fields.put("oldest", time(stream.oldestMillis()));
    fields.put("newest", time(stream.newestMillis()));
    fields.put("lagSeconds", waitingSinceMillis == 0 ? null : lag().toSeconds());
    fields.put("exported", delivered == null ? null : delivered.when().toString());
    return fields;
  }

  private static @Nullable String time(long epochMillis) {
    return epochMillis == 0 ? null : Instant.ofEpochMilli(epochMillis).toString();
  }
}
