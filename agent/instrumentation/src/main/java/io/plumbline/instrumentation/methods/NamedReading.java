package io.plumbline.instrumentation.methods;

import io.plumbline.capture.TensorRole;
import io.plumbline.config.ValuePath;
import io.plumbline.path.HookedMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value that becomes a tensor.
 *
 * @param name of the tensor: the feature, or where nobody names it the last word of the path
 */
record NamedReading(TensorRole role, String name, Reading reading) {
  static NamedReading of(TensorRole role, ValuePath path, HookedMethod hooked, String method) {
    return new NamedReading(role, lastName(path), new Reading(path, hooked, method));
  }

  static @Nullable NamedReading ofNullable(
      TensorRole role, @Nullable ValuePath path, HookedMethod hooked, String method) {
    return path == null ? null : of(role, path, hooked, method);
  }

  private static String lastName(ValuePath path) {
    List<ValuePath.Step> steps = path.steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      ValuePath.Step step = steps.get(i);
      if (step instanceof ValuePath.Property property) {
        return property.name();
      }
      if (step instanceof ValuePath.Call call) {
        return call.name();
      }
      if (step instanceof ValuePath.Key key) {
        return key.key();
      }
    }
    return path.text().split("\\[", 2)[0];
  }
}
