package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What durations are broken down by, beside the model. */
record CallKind(boolean training, @Nullable String errorType) {
  static CallKind of(Inference inference) {
    return new CallKind(inference.training(), inference.outcome().errorType());
  }

  static void write(CallKind kind, DataOutput out) throws IOException {
    out.writeBoolean(kind.training);
    out.writeBoolean(kind.errorType != null);
    if (kind.errorType != null) {
      out.writeUTF(kind.errorType);
    }
  }

  static CallKind read(DataInput in) throws IOException {
    boolean training = in.readBoolean();
    return new CallKind(training, in.readBoolean() ? in.readUTF() : null);
  }
}
