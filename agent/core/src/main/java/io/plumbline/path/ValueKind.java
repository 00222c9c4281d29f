package io.plumbline.path;

import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What a value of some class can be copied as. */
public enum ValueKind {
  NUMBER,
  /** A boolean, or what has a short text of its own. */
  TEXT,
  /** An array or collection. */
  MANY,
  MAP,
  /** A record, bean or case class with properties. */
  OBJECT,
  /** Nothing that has values. */
  NOTHING;

  private static final Set<Class<?>> NUMBERS =
      Set.of(byte.class, short.class, int.class, long.class, float.class, double.class);
  private static final Set<Class<?>> TEXTS = Set.of(boolean.class, char.class);

  public static ValueKind of(Class<?> type) {
    if (NUMBERS.contains(type) || Number.class.isAssignableFrom(type) || type == BigInteger.class) {
      return NUMBER;
    }
    if (TEXTS.contains(type) || isText(type)) {
      return TEXT;
    }
    ScalaKind scala = ScalaKind.of(type);
    if (type.isArray() || Collection.class.isAssignableFrom(type) || scala.isMany()) {
      return MANY;
    }
    if (Map.class.isAssignableFrom(type) || scala == ScalaKind.MAP) {
      return MAP;
    }
    boolean isOfJdk = type.getName().startsWith("java.") || type.getName().startsWith("javax.");
    return isOfJdk || Components.of(type).count() == 0 ? NOTHING : OBJECT;
  }

  private static boolean isText(Class<?> type) {
    return type == String.class
        || type == Character.class
        || type == Boolean.class
        || type == UUID.class
        || type.isEnum()
        || (CharSequence.class.isAssignableFrom(type) && type.getName().startsWith("java."))
        || (TemporalAccessor.class.isAssignableFrom(type) && type.getName().startsWith("java."));
  }
}
