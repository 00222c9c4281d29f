package io.plumbline.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That all of a stream has arrived, and it was kept all the same.
 *
 * @param missing records and points that were damaged, or that the receiver will never take
 * @param where the endpoint
 */
public record DeliveredMark(Instant when, long missing, String where) {
  byte[] encoded() {
    byte[] endpoint = where.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 * Long.BYTES + endpoint.length)
        .putLong(when.toEpochMilli())
        .putLong(missing)
        .put(endpoint)
        .array();
  }

  static @Nullable DeliveredMark decoded(byte @Nullable [] encoded) {
    if (encoded == null) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    Instant when = Instant.ofEpochMilli(bytes.getLong());
    long missing = bytes.getLong();
    return new DeliveredMark(when, missing, StandardCharsets.UTF_8.decode(bytes).toString());
  }
}
