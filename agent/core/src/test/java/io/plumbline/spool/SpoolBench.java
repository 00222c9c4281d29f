package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the tests of the spool share: a stream in a directory, small bounds, texts as records. */
final class SpoolBench {
  static final SpoolOptions OPTIONS =
      new SpoolOptions(
          SpoolMode.MAPPED,
          4L << 20,
          1 << 20,
          Duration.ofDays(1),
          0,
          SpoolOptions.MIN_SEGMENT_BYTES);

  final ManualClock clock = new ManualClock();
  final AgentLog log = new AgentLog(clock, AgentLog.Level.INFO);
  final AgentErrors errors = new AgentErrors(log);
  final List<SpoolLoss> losses = new ArrayList<>();
  final Path base;

  SpoolBench(Path base) {
    this.base = base;
  }

  static StreamHeader header(String endpoint) {
    return header(endpoint, UUID.randomUUID().toString().replace("-", ""));
  }

  static StreamHeader header(String endpoint, String streamId) {
    return new StreamHeader(streamId, "instance", 1_000_000_000L, endpoint, 42, Map.of("k", "v"));
  }

  SpoolDirectory directory() throws IOException {
    return SpoolDirectory.create(base, "shop", "fraud", header("http://localhost:4317"));
  }

  Spool open(SpoolDirectory directory) throws IOException {
    return open(directory, OPTIONS);
  }

  /**
   * @throws IOException when it could not be opened on the disk
   */
  Spool open(SpoolDirectory directory, SpoolOptions options) throws IOException {
    SpoolHome home = SpoolHome.of(directory, log, clock);
    SegmentedSpool spool = new SegmentedSpool(home, options, losses::add, log, errors, clock);
    spool.open();
    if (!Files.exists(directory.queue())) {
      throw new IOException("the spool is in memory");
    }
    return spool;
  }

  /** Names of what is in the quarantine of the service. */
  List<String> quarantined() throws IOException {
    Path quarantine = base.resolve("shop.fraud").resolve(Quarantine.NAME);
    if (!Files.exists(quarantine)) {
      return List.of();
    }
    try (var pieces = Files.list(quarantine)) {
      return pieces.map(piece -> piece.getFileName().toString()).sorted().toList();
    }
  }

  static @Nullable DropReason append(Spool spool, String text) {
    return append(spool, 0, text);
  }

  static @Nullable DropReason append(Spool spool, int hook, String text) {
    ByteBuffer payload = StandardCharsets.UTF_8.encode(text);
    return spool.append(hook, payload, 100 * (spool.lastIndex() + 1));
  }

  static String text(SpoolRecord record) {
    return StandardCharsets.UTF_8.decode(record.payload().duplicate()).toString();
  }

  static List<String> readAll(SpoolReader reader) {
    return readAll(reader, 0);
  }

  static List<String> readAll(SpoolReader reader, long afterIndex) {
    try (SpoolTailer tailer = reader.tailer(afterIndex)) {
      return readAll(tailer);
    }
  }

  static List<String> readAll(SpoolTailer tailer) {
    List<String> texts = new ArrayList<>();
    for (SpoolBatch batch = tailer.read(100, 1 << 20);
        !batch.isEmpty();
        batch = tailer.read(100, 1 << 20)) {
      batch.records().forEach(record -> texts.add(text(record)));
    }
    return texts;
  }
}
