package io.plumbline.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** What may happen to the files of a stream. Which bytes, is a matter of chance. */
enum SpoolDamage {
  SEGMENT_EMPTIED(Part.SEGMENT, Change.EMPTIED),
  SEGMENT_CUT(Part.SEGMENT, Change.CUT),
  SEGMENT_GARBAGE(Part.SEGMENT, Change.GARBAGE),
  SEGMENT_ZEROS(Part.SEGMENT, Change.ZEROS),
  SEGMENT_REMOVED(Part.SEGMENT, Change.REMOVED),
  METADATA_EMPTIED(Part.METADATA, Change.EMPTIED),
  METADATA_GARBAGE(Part.METADATA, Change.GARBAGE),
  RING_EMPTIED(Part.RING, Change.EMPTIED),
  RING_CUT(Part.RING, Change.CUT),
  RING_GARBAGE(Part.RING, Change.GARBAGE),
  RING_OF_ANOTHER_VERSION(Part.RING, Change.OF_ANOTHER_VERSION),
  CHECKPOINT_GARBAGE(Part.CHECKPOINT, Change.GARBAGE),
  CHECKPOINT_EMPTIED(Part.CHECKPOINT, Change.EMPTIED),
  ACK_GARBAGE(Part.ACK, Change.GARBAGE),
  ACK_REMOVED(Part.ACK, Change.REMOVED),
  LAYOUT_GARBAGE(Part.LAYOUT, Change.GARBAGE),
  ONE_HEADER_GARBAGE(Part.ONE_HEADER, Change.GARBAGE),
  HEADERS_EMPTIED(Part.HEADERS, Change.EMPTIED),
  HEADERS_OF_ANOTHER_VERSION(Part.HEADERS, Change.OF_ANOTHER_VERSION);

  /** Which files. */
  enum Part {
    SEGMENT("queue/.*\\.(cq4|seg)"),
    METADATA("queue/metadata\\.cq4t"),
    RING("ring"),
    CHECKPOINT("checkpoint\\.[01]"),
    ACK("ack\\.[01]"),
    LAYOUT("layout\\.[01]"),
    ONE_HEADER("stream\\.properties"),
    HEADERS("stream\\.(copy\\.)?properties");

    private final String names;

    Part(String names) {
      this.names = names;
    }

    /** Of segments, which are many, the first. */
    private List<Path> of(Path stream) throws IOException {
      try (Stream<Path> files = Files.walk(stream)) {
        return files
            .filter(file -> stream.relativize(file).toString().matches(names))
            .sorted()
            .limit(this == SEGMENT ? 1 : 2)
            .toList();
      }
    }
  }

  private enum Change {
    EMPTIED,
    CUT,
    GARBAGE,
    ZEROS,
    REMOVED,
    OF_ANOTHER_VERSION
  }

  /**
   * @param from first byte that is not what it was
   * @param to behind the last one
   */
  record Hit(Path file, long from, long to) {}

  private static final int MOST_BYTES = 3000;

  private final Part part;
  private final Change change;

  SpoolDamage(Part part, Change change) {
    this.part = part;
    this.change = change;
  }

  Part part() {
    return part;
  }

  /** Whether there are such files only where segments are mapped. */
  boolean isOfMappedOnly() {
    return part == Part.METADATA || part == Part.RING || part == Part.LAYOUT;
  }

  /** Whether the stream is then not one that this agent may touch. */
  boolean isOfAnotherVersion() {
    return change == Change.OF_ANOTHER_VERSION;
  }

  /**
   * @return none when the stream has no such file
   */
  List<Hit> happenTo(Path stream, SplittableRandom random) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (Path file : part.of(stream)) {
      hits.add(happenToFile(file, random));
    }
    return hits;
  }

  private Hit happenToFile(Path file, SplittableRandom random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int used = usedBytes(bytes);
    int from = random.nextInt(used);
    int to = Math.min(used, from + 1 + random.nextInt(MOST_BYTES));
    return switch (change) {
      case EMPTIED -> cut(file, 0);
      case CUT -> cut(file, from);
      case REMOVED -> {
        Files.delete(file);
        yield new Hit(file, 0, Long.MAX_VALUE);
      }
      case GARBAGE -> {
        byte[] garbage = new byte[to - from];
        random.nextBytes(garbage);
        yield write(file, from, garbage);
      }
      case ZEROS -> write(file, from, new byte[to - from]);
      case OF_ANOTHER_VERSION ->
          write(file, 0, part == Part.RING ? ringOf2(bytes) : headerOf2(bytes));
    };
  }

  private static Hit cut(Path file, long length) throws IOException {
    try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
      cut.setLength(length);
    }
    return new Hit(file, length, Long.MAX_VALUE);
  }

  /** Into the file as it is: somebody may have mapped it. */
  private static Hit write(Path file, long from, byte[] bytes) throws IOException {
    try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
      written.seek(from);
      written.write(bytes);
    }
    return new Hit(file, from, from + bytes.length);
  }

  /** What was allocated in advance is not worth damaging. */
  private static int usedBytes(byte[] bytes) {
    int used = bytes.length;
    while (used > 1 && bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  private static byte[] ringOf2(byte[] ring) {
    ByteBuffer.wrap(ring).order(ByteOrder.LITTLE_ENDIAN).putLong(8, 2);
    return ring;
  }

  private static byte[] headerOf2(byte[] header) {
    String body =
        new String(header, UTF_8)
            .replace("version=1\n", "version=2\n")
            .replaceFirst("crc32c=.*\\n", "");
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(UTF_8));
    return (body + "crc32c=" + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n")
        .getBytes(UTF_8);
  }
}
