package io.plumbline.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record layout, version 1. Little-endian; a header of {@value #HEADER_BYTES} bytes, then
 * sections, each of which starts at a multiple of eight. A reader skips sections whose tag it does
 * not know.
 *
 * <pre>
 * offset size header
 *      0    2 version of this layout
 *      2    2 hook
 *      4    4 length of the record, header included
 *      8    8 sequence within the stream
 *     16    8 start, wall clock, ns since 1970 UTC
 *     24    8 duration, monotonic, ns
 *     32   16 trace id, high half first
 *     48    8 span id
 *     56    8 parent span id, 0 = none
 *     64    1 W3C trace flags of the parent
 *     65    1 flags: 1 error, 2 truncated, 4 training, 8 incomplete, 16 and 32 {@link CaptureLevel}
 *     66    1 {@link OutputKind}
 *     67    1 values whose redaction rule failed, at most 255
 *     68    4 batch size, -1 = unknown
 *
 * offset size section header
 *      0    1 tag: {@link TensorRole} 1 to 6, 16 model, 32 text, 48 erased: zeros, of whatever it was
 *      1    3 of the tag
 *      4    4 length, section header included, padding excluded
 *
 *             tensor: byte 1 {@link DataType}, byte 2 rank, byte 3 flags: 1 cut
 *      8    4 captured values
 *     12    4 captured values of each row
 *     16    4 length of the name
 *     20    4 values that redaction removed
 *     24  8·r shape
 *           n name, UTF-8, padded to eight
 *           v values, in their own width, padded to eight; BYTES: 4 length and UTF-8, or 4 with the sign
 *             bit and the length of the key's id, 8 keyed hash, 4 length in UTF-16 units, the key's id
 *         4·x removed: indices of values, or the complements of columns, ascending, padded to eight
 *
 *             model
 *      8      strings: name, version, operation, library, library version, policy; 4 count and the features;
 *             4 count and the labels. A string is 4 length (-1 = absent) and UTF-8
 *
 *             text: byte 1 {@link TextField}, byte 2 flags: 1 hashed
 *      8    n UTF-8; hashed: 8 keyed hash, 4 length in UTF-16 units, the key's id
 * </pre>
 */
public final class InferenceCodec {
  static final int VERSION = 1;

  static final int VERSION_AND_HOOK = 0;
  static final int LENGTH = 4;
  static final int SEQUENCE = 8;
  static final int START = 16;
  static final int DURATION = 24;
  static final int TRACE_ID_HIGH = 32;
  static final int TRACE_ID_LOW = 40;
  static final int SPAN_ID = 48;
  static final int PARENT_SPAN_ID = 56;
  static final int TRACE_FLAGS = 64;
  static final int FLAGS = 65;
  static final int OUTPUT_KIND = 66;
  static final int REDACTION_FAILURES = 67;
  static final int BATCH_SIZE = 68;
  static final int HEADER_BYTES = 72;

  static final int ERROR = 1;
  static final int TRUNCATED = 2;
  static final int TRAINING = 4;
  static final int INCOMPLETE = 8;
  private static final int LEVEL_SHIFT = 4;
  private static final int LEVEL_MASK = 3;

  static final int SECTION_HEADER_BYTES = 8;
  static final int TENSOR_HEADER_BYTES = 24;
  static final int MODEL_TAG = 16;
  static final int TEXT_TAG = 32;
  static final int ERASED_TAG = 48;
  static final int TENSOR_CUT = 1;
  static final int TEXT_HASHED = 1;
  static final int HASHED_STRING = Integer.MIN_VALUE;
  static final int HASH_BYTES = Long.BYTES + Integer.BYTES;

  /** Names beyond so many are left out of a record; a wider matrix has its columns by number. */
  private static final int MAX_NAMES = 512;

  private InferenceCodec() {}

  /**
   * @param record one whole record in {@code [0, length)}
   * @throws InvalidRecordException when it is not one
   */
  public static Inference decode(byte[] record, int length) {
    return decode(ByteBuffer.wrap(record, 0, length));
  }

  /**
   * @param record one whole record between position and limit; its position does not move
   * @throws InvalidRecordException when it is not one
   */
  public static Inference decode(ByteBuffer record) {
    return new InferenceDecoder().decode(record);
  }

  static int levelFlag(CaptureLevel level) {
    return level.number() << LEVEL_SHIFT;
  }

  /**
   * @throws InvalidRecordException for one that no version writes
   */
  static CaptureLevel level(int flags) {
    return switch (flags >> LEVEL_SHIFT & LEVEL_MASK) {
      case 0 -> CaptureLevel.FULL;
      case 1 -> CaptureLevel.SUMMARY;
      case 2 -> CaptureLevel.COUNTS;
      default -> throw new InvalidRecordException("no capture level");
    };
  }

  static byte[] encodeModel(ModelRef model, String policy) {
    RecordBuffer buffer = new RecordBuffer(Integer.MAX_VALUE - Long.BYTES);
    putSectionHeader(buffer, MODEL_TAG, 0);
    putString(buffer, model.name());
    putString(buffer, model.version());
    putString(buffer, model.operation());
    putString(buffer, model.library());
    putString(buffer, model.libraryVersion());
    putString(buffer, policy);
    putNames(buffer, model.features());
    putNames(buffer, model.labels());
    return section(buffer);
  }

  /** A header of one of a hook's calls that is still to come, and the hook's function. */
  static byte[] encodeStart(int hook, String function) {
    byte[] section = encodeText(TextField.FUNCTION, function);
    RecordBuffer buffer = new RecordBuffer(Integer.MAX_VALUE - Long.BYTES);
    buffer.setInt(VERSION_AND_HOOK, VERSION | hook << 16);
    buffer.setInt(BATCH_SIZE, -1);
    buffer.position(HEADER_BYTES);
    buffer.hasRoom(section.length);
    buffer.putBytes(section);
    return Arrays.copyOf(buffer.bytes(), buffer.position());
  }

  static byte[] encodeText(TextField field, String text) {
    RecordBuffer buffer = new RecordBuffer(Integer.MAX_VALUE - Long.BYTES);
    putSectionHeader(buffer, TEXT_TAG, field.code());
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    buffer.hasRoom(utf8.length);
    buffer.putBytes(utf8);
    return section(buffer);
  }

  private static void putSectionHeader(RecordBuffer buffer, int tag, int detail) {
    buffer.putByte(tag);
    buffer.putByte(detail);
    buffer.putShort(0);
    buffer.putInt(0);
  }

  private static void putNames(RecordBuffer buffer, List<String> names) {
    List<String> kept = names.size() > MAX_NAMES ? List.of() : names;
    buffer.hasRoom(Integer.BYTES);
    buffer.putInt(kept.size());
    for (String name : kept) {
      putString(buffer, name);
    }
  }

  private static void putString(RecordBuffer buffer, @Nullable String text) {
    byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    buffer.hasRoom(Integer.BYTES + utf8.length);
    buffer.putInt(text == null ? -1 : utf8.length);
    buffer.putBytes(utf8);
  }

  private static byte[] section(RecordBuffer buffer) {
    buffer.setInt(4, buffer.position());
    buffer.hasRoom(Long.BYTES);
    buffer.align();
    return Arrays.copyOf(buffer.bytes(), buffer.position());
  }
}
