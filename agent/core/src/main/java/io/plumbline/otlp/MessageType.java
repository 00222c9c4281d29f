package io.plumbline.otlp;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of one protobuf message that we read. */
public final class MessageType {
  /** As deep as protobuf's own readers go. */
  private static final int MAX_DEPTH = 100;

  private final Map<Integer, Field> fields = new HashMap<>();

  MessageType() {}

  MessageType field(int number, String name, FieldType type) {
    return add(number, new Field(name, type, null, false));
  }

  MessageType repeated(int number, String name, FieldType type) {
    return add(number, new Field(name, type, null, true));
  }

  MessageType field(int number, String name, MessageType type) {
    return add(number, new Field(name, FieldType.BYTES, type, false));
  }

  MessageType repeated(int number, String name, MessageType type) {
    return add(number, new Field(name, FieldType.BYTES, type, true));
  }

  private MessageType add(int number, Field field) {
    fields.put(number, field);
    return this;
  }

  /**
   * @param bytes one message, without a length before it
   * @throws IOException when the bytes are not protobuf, or end too early
   */
  public Message decode(byte[] bytes) throws IOException {
    return decode(new WireReader(bytes), 0);
  }

  private Message decode(WireReader in, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("Messages are nested deeper than " + MAX_DEPTH);
    }
    Message message = new Message();
    while (in.hasMore()) {
      int tag = in.tag();
      Field field = fields.get(tag >>> 3);
      if (field == null) {
        in.skip(tag & 7);
      } else {
        field.read(in, tag & 7, message, depth);
      }
    }
    return message;
  }

  /**
   * @param message type of a nested message, or null for a scalar
   */
  private record Field(
      String name, FieldType type, @Nullable MessageType message, boolean repeated) {

    void read(WireReader in, int wireType, Message into, int depth) throws IOException {
      if (message != null && wireType == WireReader.DELIMITED) {
        put(into, message.decode(in.delimited(), depth + 1));
      } else if (wireType == type.wireType()) {
        put(into, type.read(in));
      } else if (repeated && wireType == WireReader.DELIMITED) {
        readPacked(in.delimited(), into);
      } else {
        throw new IOException("Field " + name + " has wire type " + wireType);
      }
    }

    private void readPacked(WireReader in, Message into) throws IOException {
      while (in.hasMore()) {
        put(into, type.read(in));
      }
    }

    private void put(Message into, Object value) {
      if (repeated) {
        into.add(name, value);
      } else {
        into.put(name, value);
      }
    }
  }
}
