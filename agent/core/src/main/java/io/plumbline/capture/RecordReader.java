package io.plumbline.capture;

import io.plumbline.redact.HashKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads one record of {@link InferenceCodec}'s layout. Trusts nothing: the bytes come from a disk.
 */
final class RecordReader {
  private final ByteBuffer record;
  private final InferenceDecoder decoder;
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Tensor> outputs = new ArrayList<>();
  private final Map<TensorRole, Tensor> predictions = new EnumMap<>(TensorRole.class);
  private final Map<TextField, String> texts = new EnumMap<>(TextField.class);
  private @Nullable ModelRef model;
  private String policy = "";

  /**
   * @param record one record from index 0 to its limit, little-endian
   * @param decoder remembers models
   */
  RecordReader(ByteBuffer record, InferenceDecoder decoder) {
    this.record = record;
    this.decoder = decoder;
  }

  Inference read() {
    try {
      checkHeader();
      int position = InferenceCodec.HEADER_BYTES;
      while (position < record.limit()) {
        position = readSection(position);
      }
      return inference();
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new InvalidRecordException("damaged record: " + e);
    }
  }

  private void checkHeader() {
    int version = record.getShort(InferenceCodec.VERSION_AND_HOOK);
    if (version != InferenceCodec.VERSION) {
      throw new InvalidRecordException("record layout " + version + " is not known to this agent");
    }
    int length = record.getInt(InferenceCodec.LENGTH);
    if (length != record.limit() || length < InferenceCodec.HEADER_BYTES) {
      throw new InvalidRecordException(
          "record says " + length + " bytes, there are " + record.limit());
    }
  }

  /** Returns where the next section starts. */
  private int readSection(int start) {
    int tag = record.get(start);
    int length = record.getInt(start + 4);
    int end = Math.addExact(start, length);
    if (length < InferenceCodec.SECTION_HEADER_BYTES || end > record.limit()) {
      throw new InvalidRecordException("section at " + start + " says " + length + " bytes");
    }
    ByteBuffer section = record.slice(start, length).order(record.order());
    section.position(InferenceCodec.SECTION_HEADER_BYTES);
    if (tag == InferenceCodec.MODEL_TAG) {
      InferenceDecoder.ModelSection read = decoder.model(section);
      model = read.model();
      policy = read.policy();
    } else if (tag == InferenceCodec.TEXT_TAG) {
      readText(section);
    } else {
      readTensor(tag, section);
    }
    return (end + 7) & ~7;
  }

  static InferenceDecoder.ModelSection readModel(ByteBuffer section) {
    String name = string(section);
    String version = string(section);
    String operation = string(section);
    String library = string(section);
    String libraryVersion = string(section);
    String policy = Objects.requireNonNullElse(string(section), "");
    List<String> features = strings(section);
    List<String> labels = strings(section);
    if (name == null || operation == null || library == null) {
      throw new InvalidRecordException("a model without name, operation or library");
    }
    ModelRef model =
        new ModelRef(name, version, operation, library, libraryVersion, features, labels);
    return new InferenceDecoder.ModelSection(model, policy);
  }

  private static List<String> strings(ByteBuffer section) {
    int count = section.getInt();
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(Objects.requireNonNullElse(string(section), ""));
    }
    return strings;
  }

  private static @Nullable String string(ByteBuffer section) {
    int length = section.getInt();
    return length < 0 ? null : utf8(section, length);
  }

  private static String utf8(ByteBuffer section, int length) {
    if (length < 0 || length > section.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    section.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void readText(ByteBuffer section) {
    TextField field = TextField.ofCode(section.get(1));
    if (field == null) {
      return;
    }
    boolean hashed = (section.get(2) & InferenceCodec.TEXT_HASHED) != 0;
    texts.put(
        field,
        hashed
            ? hashed(section, section.remaining() - InferenceCodec.HASH_BYTES)
            : utf8(section, section.remaining()));
  }

  private static String hashed(ByteBuffer section, int idLength) {
    long hash = section.getLong();
    int length = section.getInt();
    return HashKey.written(utf8(section, idLength), hash, length);
  }

  private void readTensor(int tag, ByteBuffer section) {
    TensorRole role = TensorRole.ofTag(tag);
    if (role == null) {
      return;
    }
    Tensor tensor = tensor(section);
    switch (role) {
      case INPUT -> inputs.add(tensor);
      case OUTPUT -> outputs.add(tensor);
      case CLASSES -> addClasses(tensor);
      case LABEL, SCORE, PROBABILITIES -> predictions.put(role, tensor);
    }
  }

  private void addClasses(Tensor classes) {
    Tensor probabilities = predictions.get(TensorRole.PROBABILITIES);
    if (probabilities != null) {
      predictions.put(TensorRole.PROBABILITIES, probabilities.withClasses(classes));
    } else if (!outputs.isEmpty()) {
      int last = outputs.size() - 1;
      outputs.set(last, outputs.get(last).withClasses(classes));
    }
  }

  private static Tensor tensor(ByteBuffer section) {
    DataType type = DataType.ofCode(section.get(1));
    int rank = section.get(2) & 0xFF;
    int count = section.getInt();
    int valuesPerRow = section.getInt();
    int nameLength = section.getInt();
    int removedCount = section.getInt();
    checkCounts(section, count, nameLength, removedCount);
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = section.getLong();
    }
    String name = utf8(section, nameLength);
    align(section);
    Object values = values(type, count, section);
    align(section);
    int[] removed = new int[removedCount];
    for (int i = 0; i < removedCount; i++) {
      removed[i] = section.getInt();
    }
    return new Tensor(name, type, shape, values, valuesPerRow, removed, null);
  }

  private static void checkCounts(ByteBuffer section, int... counts) {
    for (int count : counts) {
      if (count < 0 || count > section.limit()) {
        throw new BufferUnderflowException();
      }
    }
  }

  private static void align(ByteBuffer section) {
    section.position((section.position() + 7) & ~7);
  }

  private static Object values(DataType type, int count, ByteBuffer section) {
    return switch (type) {
      case FP32, FP16, BF16 -> floats(type, count, section);
      case FP64 -> doubles(count, section);
      case BYTES -> texts(count, section);
      default -> longs(type, count, section);
    };
  }

  private static float[] floats(DataType type, int count, ByteBuffer section) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case FP16 -> HalfFloats.fromFp16(section.getShort());
            case BF16 -> HalfFloats.fromBf16(section.getShort());
            default -> section.getFloat();
          };
    }
    return values;
  }

  private static double[] doubles(int count, ByteBuffer section) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = section.getDouble();
    }
    return values;
  }

  private static long[] longs(DataType type, int count, ByteBuffer section) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case BOOL, UINT8 -> section.get() & 0xFFL;
            case INT8 -> section.get();
            case UINT16 -> section.getShort() & 0xFFFFL;
            case INT16 -> section.getShort();
            case UINT32 -> section.getInt() & 0xFFFF_FFFFL;
            case INT32 -> section.getInt();
            default -> section.getLong();
          };
    }
    return values;
  }

  private static String[] texts(int count, ByteBuffer section) {
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      int length = section.getInt();
      values[i] =
          length < 0
              ? hashed(section, length & ~InferenceCodec.HASHED_STRING)
              : utf8(section, length);
    }
    return values;
  }

  private Inference inference() {
    if (model == null) {
      throw new InvalidRecordException("a record without its model");
    }
    int batchSize = record.getInt(InferenceCodec.BATCH_SIZE);
    int flags = record.get(InferenceCodec.FLAGS);
    return new Inference(
        record.getLong(InferenceCodec.SEQUENCE),
        record.getShort(InferenceCodec.VERSION_AND_HOOK + Short.BYTES) & 0xFFFF,
        texts.getOrDefault(TextField.FUNCTION, ""),
        model,
        texts.get(TextField.ENGINE),
        trace(),
        record.getLong(InferenceCodec.START),
        record.getLong(InferenceCodec.DURATION),
        outcome(flags),
        batchSize < 0 ? null : batchSize,
        inputs,
        outputs,
        predictions.get(TensorRole.LABEL),
        predictions.get(TensorRole.SCORE),
        predictions.get(TensorRole.PROBABILITIES),
        OutputKind.ofCode(record.get(InferenceCodec.OUTPUT_KIND)),
        texts.get(TextField.THREAD_NAME),
        texts.get(TextField.CORRELATION_ID),
        InferenceCodec.level(flags),
        policy,
        (flags & InferenceCodec.TRAINING) != 0,
        (flags & InferenceCodec.TRUNCATED) != 0,
        (flags & InferenceCodec.INCOMPLETE) != 0,
        record.get(InferenceCodec.REDACTION_FAILURES) & 0xFF);
  }

  private TraceRef trace() {
    return new TraceRef(
        record.getLong(InferenceCodec.TRACE_ID_HIGH),
        record.getLong(InferenceCodec.TRACE_ID_LOW),
        record.getLong(InferenceCodec.SPAN_ID),
        record.getLong(InferenceCodec.PARENT_SPAN_ID),
        record.get(InferenceCodec.TRACE_FLAGS) & 0xFF,
        texts.get(TextField.TRACE_STATE));
  }

  private Outcome outcome(int flags) {
    if ((flags & InferenceCodec.ERROR) == 0) {
      return Outcome.OK;
    }
    String type = texts.getOrDefault(TextField.ERROR_TYPE, "unknown");
    return new Outcome(type, texts.get(TextField.ERROR_MESSAGE));
  }
}
