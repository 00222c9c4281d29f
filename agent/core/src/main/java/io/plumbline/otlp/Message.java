package io.plumbline.otlp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One decoded message: the fields that stood on the wire, by their OTLP/JSON name, in that order.
 *
 * <p>Values are String (also ids, in hex), byte[], Boolean, Integer, Long, Double, {@link Message},
 * or a List of one of these. What is absent reads as protobuf's default.
 */
public final class Message {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  Message() {}

  void put(String name, Object value) {
    fields.put(name, value);
  }

  @SuppressWarnings("unchecked") // a repeated field is only ever put here, as a list
  void add(String name, Object value) {
    ((List<Object>) fields.computeIfAbsent(name, n -> new ArrayList<>())).add(value);
  }

  Map<String, Object> fields() {
    return fields;
  }

  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The value as it was on the wire, or null when it was not there. */
  public @Nullable Object value(String name) {
    return fields.get(name);
  }

  /** The name of the first field present, as for a oneof; empty when there is none. */
  public String first() {
    return fields.isEmpty() ? "" : fields.keySet().iterator().next();
  }

  public String string(String name) {
    return fields.get(name) instanceof String value ? value : "";
  }

  public long number(String name) {
    return fields.get(name) instanceof Number value ? value.longValue() : 0;
  }

  public double real(String name) {
    return fields.get(name) instanceof Number value ? value.doubleValue() : 0;
  }

  public boolean flag(String name) {
    return fields.get(name) instanceof Boolean value && value;
  }

  public byte[] bytes(String name) {
    return fields.get(name) instanceof byte[] value ? value : new byte[0];
  }

  /** The nested message; empty when it was not there. */
  public Message message(String name) {
    return fields.get(name) instanceof Message value ? value : new Message();
  }

  public List<Message> messages(String name) {
    return list(name, Message.class);
  }

  /**
   * @param type as stands above; elements of another type are left out
   */
  public <T> List<T> list(String name, Class<T> type) {
    return fields.get(name) instanceof List<?> value
        ? value.stream().filter(type::isInstance).map(type::cast).toList()
        : List.of();
  }
}
