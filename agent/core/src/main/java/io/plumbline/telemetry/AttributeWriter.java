package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.plumbline.otlp.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes attributes as OTLP, a field KeyValue each, in the order in which they are put. Whoever
 * puts them does so once a key. What is absent is left out.
 */
final class AttributeWriter {
  private static final int VALUE = 2; // of KeyValue

  // Of AnyValue.
  private static final int STRING = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;
  private static final int ARRAY = 5;

  private static final int VALUES = 1; // of ArrayValue

  /** AnyValue with a double, and what stands before it in a KeyValue and in an ArrayValue. */
  private static final int DOUBLE_BYTES = 1 + Double.BYTES;

  private static final int PREFIX_BYTES = 2;

  private final WireWriter out;
  private final int field;
  private final IdentityCache<AttributeKey<?>, EncodedKey> keys = new IdentityCache<>();
  private int begun;
  private int begunValue;

  /**
   * @param field of the message that has these attributes
   */
  AttributeWriter(WireWriter out, int field) {
    this.out = out;
    this.field = field;
  }

  /** Whether they can stand as numbers: JSON, and so many a backend, has no NaN and no infinity. */
  static boolean holds(double... values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private EncodedKey encoded(AttributeKey<?> key) {
    return keys.get(key, EncodedKey::of);
  }

  AttributeWriter put(AttributeKey<String> key, @Nullable String value) {
    if (value != null) {
      put(encoded(key), value);
    }
    return this;
  }

  AttributeWriter put(AttributeKey<Boolean> key, boolean value) {
    put(encoded(key), value);
    return this;
  }

  /** For what is absent otherwise. */
  AttributeWriter putIfTrue(AttributeKey<Boolean> key, boolean value) {
    return value ? put(key, true) : this;
  }

  AttributeWriter put(AttributeKey<Long> key, @Nullable Integer value) {
    if (value != null) {
      put(encoded(key), (long) value);
    }
    return this;
  }

  AttributeWriter put(AttributeKey<Double> key, double value) {
    put(encoded(key), value);
    return this;
  }

  void put(EncodedKey key, String value) {
    begin(key);
    out.string(STRING, value);
    end();
  }

  void put(EncodedKey key, boolean value) {
    begin(key);
    out.bool(BOOL, value);
    end();
  }

  void put(EncodedKey key, long value) {
    begin(key);
    out.varint(INT, value);
    end();
  }

  /** Most of a span: its length is known before. */
  void put(EncodedKey key, double value) {
    out.length(field, key.field().length + PREFIX_BYTES + DOUBLE_BYTES);
    out.fields(key.field());
    out.length(VALUE, DOUBLE_BYTES);
    out.real(DOUBLE, value);
  }

  AttributeWriter putTexts(AttributeKey<List<String>> key, List<String> values) {
    begin(encoded(key));
    int array = out.begin(ARRAY);
    for (String value : values) {
      int element = out.begin(VALUES);
      out.string(STRING, value);
      out.end(element);
    }
    out.end(array);
    end();
    return this;
  }

  AttributeWriter putLongs(AttributeKey<List<Long>> key, long... values) {
    begin(encoded(key));
    int array = out.begin(ARRAY);
    for (long value : values) {
      int element = out.begin(VALUES);
      out.varint(INT, value);
      out.end(element);
    }
    out.end(array);
    end();
    return this;
  }

  AttributeWriter putDoubles(AttributeKey<List<Double>> key, double... values) {
    begin(encoded(key));
    out.length(ARRAY, values.length * (PREFIX_BYTES + DOUBLE_BYTES));
    for (double value : values) {
      out.length(VALUES, DOUBLE_BYTES);
      out.real(DOUBLE, value);
    }
    end();
    return this;
  }

  private void begin(EncodedKey key) {
    begun = out.begin(field);
    out.fields(key.field());
    begunValue = out.begin(VALUE);
  }

  private void end() {
    out.end(begunValue);
    out.end(begun);
  }
}
