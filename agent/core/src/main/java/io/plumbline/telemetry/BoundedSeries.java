package io.plumbline.telemetry;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Accumulators by key, in the order in which their keys were first seen. Keys beyond the limit
 * share one accumulator, the overflow.
 */
final class BoundedSeries<K, V> {
  /** Reads or writes a part of the state. */
  interface Writer<T> {
    void write(T value, DataOutput out) throws IOException;
  }

  interface Reader<T> {
    T read(DataInput in) throws IOException;
  }

  /** What is done with each accumulator; the key of the overflow is null. */
  interface Visitor<K, V> {
    void visit(@Nullable K key, V value);
  }

  private final Map<K, V> byKey = new LinkedHashMap<>();
  private final int limit;
  private final SeriesBudget budget;
  private final Supplier<V> create;
  private @Nullable V overflow;

  BoundedSeries(int limit, Supplier<V> create) {
    this(limit, new SeriesBudget(limit), create);
  }

  /**
   * @param budget a further limit, shared with others
   */
  BoundedSeries(int limit, SeriesBudget budget, Supplier<V> create) {
    this.limit = limit;
    this.budget = budget;
    this.create = create;
  }

  V of(K key) {
    V known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.size() < limit && budget.take()) {
      V created = create.get();
      byKey.put(key, created);
      return created;
    }
    if (overflow == null) {
      overflow = create.get();
    }
    return overflow;
  }

  void forEach(Visitor<K, V> visitor) {
    byKey.forEach(visitor::visit);
    if (overflow != null) {
      visitor.visit(null, overflow);
    }
  }

  void writeTo(DataOutput out, Writer<K> keys, Writer<V> values) throws IOException {
    out.writeInt(byKey.size());
    for (Map.Entry<K, V> entry : byKey.entrySet()) {
      keys.write(entry.getKey(), out);
      values.write(entry.getValue(), out);
    }
    out.writeBoolean(overflow != null);
    if (overflow != null) {
      values.write(overflow, out);
    }
  }

  /** Fills an empty one; what was within the limits when it was written stays so. */
  void readFrom(DataInput in, Reader<K> keys, Reader<V> values) throws IOException {
    int size = in.readInt();
    budget.taken(size);
    for (int i = 0; i < size; i++) {
      byKey.put(keys.read(in), values.read(in));
    }
    overflow = in.readBoolean() ? values.read(in) : null;
  }
}
