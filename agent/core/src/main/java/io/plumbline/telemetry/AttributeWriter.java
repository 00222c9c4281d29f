package io.plumbline.telemetry;

import io.plumbline.otlp.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes attributes as OTLP, a field KeyValue each, in the order in which they are put. Whoever
 * puts them does so once a key. What is absent is left out.
 */
final class AttributeWriter {
  private final WireWriter out;
  private int begun;
  private int begunValue;

  AttributeWriter(WireWriter out) {
    this.out = out;
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

  AttributeWriter put(EncodedKey key, @Nullable String value) {
    if (value != null) {
      begin(key);
      out.string(OtlpValue.STRING, value);
      end();
    }
    return this;
  }

  AttributeWriter put(EncodedKey key, boolean value) {
    begin(key);
    out.bool(OtlpValue.BOOL, value);
    end();
    return this;
  }

  /** For what is absent otherwise. */
  AttributeWriter putIfTrue(EncodedKey key, boolean value) {
    return value ? put(key, true) : this;
  }

  AttributeWriter put(EncodedKey key, long value) {
    begin(key);
    out.varint(OtlpValue.INT, value);
    end();
    return this;
  }

  AttributeWriter put(EncodedKey key, @Nullable Integer value) {
    return value == null ? this : put(key, value.longValue());
  }

  AttributeWriter put(EncodedKey key, double value) {
    out.fields(key.beforeDouble());
    out.bitsOfReal(value);
    return this;
  }

  void putTexts(EncodedKey key, List<String> values) {
    begin(key);
    int array = out.begin(OtlpValue.ARRAY);
    for (String value : values) {
      int element = out.begin(OtlpValue.VALUES);
      out.string(OtlpValue.STRING, value);
      out.end(element);
    }
    out.end(array);
    end();
  }

  void putLongs(EncodedKey key, long... values) {
    begin(key);
    int array = out.begin(OtlpValue.ARRAY);
    for (long value : values) {
      int element = out.begin(OtlpValue.VALUES);
      out.varint(OtlpValue.INT, value);
      out.end(element);
    }
    out.end(array);
    end();
  }

  void putDoubles(EncodedKey key, double... values) {
    begin(key);
    int element = OtlpValue.PREFIX_BYTES + OtlpValue.DOUBLE_BYTES;
    out.length(OtlpValue.ARRAY, values.length * element);
    for (double value : values) {
      out.length(OtlpValue.VALUES, OtlpValue.DOUBLE_BYTES);
      out.real(OtlpValue.DOUBLE, value);
    }
    end();
  }

  private void begin(EncodedKey key) {
    begun = out.begin(key.field());
    out.fields(key.key());
    begunValue = out.begin(OtlpValue.VALUE);
  }

  private void end() {
    out.end(begunValue);
    out.end(begun);
  }
}
