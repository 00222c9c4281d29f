package io.plumbline.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes many records, and gives those of one model the same {@link ModelRef}: a model says the
 * same of itself in every record, most of the bytes of a small one. For one thread.
 */
public final class InferenceDecoder {
  private static final int MAX_MODELS = 1024;

  /** What a model's section says. */
  record ModelSection(ModelRef model, String policy) {}

  private final Map<ByteBuffer, ModelSection> models = new HashMap<>();
  private ByteBuffer lastBytes = ByteBuffer.allocate(0);
  private @Nullable ModelSection last;

  /**
   * @param record one whole record between position and limit; its position does not move
   * @throws InvalidRecordException when it is not one
   */
  public Inference decode(ByteBuffer record) {
    return new RecordReader(record.slice().order(ByteOrder.LITTLE_ENDIAN), this).read();
  }

  /** Reads a model's section, unless the same bytes were read before. */
  ModelSection model(ByteBuffer section) {
    // Comparing is much cheaper than hashing, and mostly one model follows itself.
    if (last == null || !section.equals(lastBytes)) {
      ModelSection known = models.get(section);
      last = known == null ? learn(section) : known;
      lastBytes = copy(section);
    }
    return last;
  }

  private ModelSection learn(ByteBuffer section) {
    ByteBuffer bytes = copy(section);
    ModelSection read = RecordReader.readModel(section);
    if (models.size() == MAX_MODELS) {
      models.clear();
    }
    models.put(bytes, read);
    return read;
  }

  private static ByteBuffer copy(ByteBuffer section) {
    return ByteBuffer.allocate(section.remaining()).put(section.duplicate()).flip();
  }
}
