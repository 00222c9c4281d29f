package io.plumbline.redact;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Fields by name. The first {@value #MOST} are worked out once; where there are more, their names
 * come from data, and are worked out anew each time.
 */
final class FieldTable {
  static final int MOST = 512;

  private final Map<String, RedactedField> known = new ConcurrentHashMap<>();
  private final Function<String, RedactedField> make;
  private final Function<String, RedactedField> makeBeyond;

  FieldTable(Function<String, RedactedField> make, Function<String, RedactedField> makeBeyond) {
    this.make = make;
    this.makeBeyond = makeBeyond;
  }

  RedactedField of(String name) {
    RedactedField field = known.get(name);
    if (field != null) {
      return field;
    }
    return known.size() < MOST ? known.computeIfAbsent(name, make) : makeBeyond.apply(name);
  }
}
