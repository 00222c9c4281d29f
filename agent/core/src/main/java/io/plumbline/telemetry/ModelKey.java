package io.plumbline.telemetry;

import io.plumbline.capture.ModelRef;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What all metrics of inferences are broken down by. */
record ModelKey(String name, @Nullable String version, String framework) {
  static ModelKey of(ModelRef model) {
    return new ModelKey(model.name(), model.version(), model.library());
  }

  /**
   * @param key null for the overflow
   */
  static FlatAttributes.Builder attributes(@Nullable ModelKey key) {
    FlatAttributes.Builder attributes = new FlatAttributes.Builder();
    return key == null
        ? attributes.put(InferenceAttributes.OVERFLOW, true)
        : attributes
            .put(InferenceAttributes.MODEL_NAME, key.name)
            .put(InferenceAttributes.MODEL_VERSION, key.version)
            .put(InferenceAttributes.FRAMEWORK_NAME, key.framework);
  }

  static void write(ModelKey key, DataOutput out) throws IOException {
    out.writeUTF(key.name);
    out.writeBoolean(key.version != null);
    if (key.version != null) {
      out.writeUTF(key.version);
    }
    out.writeUTF(key.framework);
  }

  static ModelKey read(DataInput in) throws IOException {
    String name = in.readUTF();
    String version = in.readBoolean() ? in.readUTF() : null;
    return new ModelKey(name, version, in.readUTF());
  }
}
