package io.plumbline.capture;

import io.plumbline.diagnostics.DropReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what host threads record, for a test to decode. */
public final class ListSink implements InferenceSink {
  private final List<byte[]> records = new ArrayList<>();
  private final List<DropReason> drops = new ArrayList<>();

  @Override
  public synchronized @Nullable DropReason accept(int hook, byte[] record, int length) {
    records.add(Arrays.copyOf(record, length));
    return null;
  }

  @Override
  public synchronized void acceptDropped(int hook, DropReason reason) {
    drops.add(reason);
  }

  public synchronized List<Inference> inferences() {
    return records.stream().map(record -> InferenceCodec.decode(record, record.length)).toList();
  }

  public synchronized List<byte[]> records() {
    return List.copyOf(records);
  }

  public synchronized List<DropReason> drops() {
    return List.copyOf(drops);
  }
}
