package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in the order in which they were put. Unlike the SDK's builder it neither sorts nor
 * looks for doubles, which is most of what a span costs there; whoever fills it puts each key once.
 */
final class FlatAttributes implements Attributes {
  private final Object[] keysAndValues;

  /** Of the array, which may be longer. */
  private final int used;

  private FlatAttributes(Object[] keysAndValues, int used) {
    this.keysAndValues = keysAndValues;
    this.used = used;
  }

  static final class Builder {
    private Object[] keysAndValues = new Object[96];
    private int size;

    /** Leaves out what is absent. */
    <T> Builder put(AttributeKey<T> key, @Nullable T value) {
      if (value != null) {
        if (size == keysAndValues.length) {
          keysAndValues = Arrays.copyOf(keysAndValues, size * 2);
        }
        keysAndValues[size++] = key;
        keysAndValues[size++] = value;
      }
      return this;
    }

    /** Put no more after this. */
    FlatAttributes build() {
      return new FlatAttributes(keysAndValues, size);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // A value is of its key's type: Builder.put takes no other.
  public <T> @Nullable T get(AttributeKey<T> key) {
    for (int i = 0; i < used; i += 2) {
      if (keysAndValues[i].equals(key)) {
        return (T) keysAndValues[i + 1];
      }
    }
    return null;
  }

  @Override
  public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
    for (int i = 0; i < used; i += 2) {
      consumer.accept((AttributeKey<?>) keysAndValues[i], keysAndValues[i + 1]);
    }
  }

  @Override
  public int size() {
    return used / 2;
  }

  @Override
  public boolean isEmpty() {
    return used == 0;
  }

  @Override
  public Map<AttributeKey<?>, Object> asMap() {
    Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
    forEach(map::put);
    return Collections.unmodifiableMap(map);
  }

  @Override
  @SuppressWarnings("unchecked") // As in get.
  public AttributesBuilder toBuilder() {
    AttributesBuilder builder = Attributes.builder();
    forEach((key, value) -> builder.put((AttributeKey<Object>) key, value));
    return builder;
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
