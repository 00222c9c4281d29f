package io.plumbline.it;

import io.plumbline.it.SpoolDamage.Hit;
import io.plumbline.it.harness.InferenceLedger;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where in the segments of a stream the calls of a ledger lie: an id is a double in a record. */
final class StoredIds {
  /** Of a double of about 2 to the power of 40, as ids are. */
  private static final byte HIGHEST_BYTE = 0x42;

  private final Map<Path, NavigableMap<Long, Long>> idsByPlace = new TreeMap<>();

  static StoredIds in(Path stream, InferenceLedger ledger) throws IOException {
    Set<Double> ids = ledger.ids().mapToObj(id -> (double) id).collect(Collectors.toSet());
    StoredIds stored = new StoredIds();
    try (Stream<Path> files = Files.walk(stream)) {
      for (Path file :
          files.filter(file -> file.toString().matches(".*\\.(cq4|seg)")).sorted().toList()) {
        stored.idsByPlace.put(file, find(file, ids));
      }
    }
    return stored;
  }

  private static NavigableMap<Long, Long> find(Path file, Set<Double> ids) throws IOException {
    NavigableMap<Long, Long> found = new TreeMap<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + Double.BYTES <= bytes.limit(); at++) {
      // Most bytes are none of it; a document of Chronicle Queue starts anywhere.
      if (bytes.get(at + Double.BYTES - 1) == HIGHEST_BYTE) {
        double value = bytes.getDouble(at);
        if (ids.contains(value)) {
          found.put((long) at, (long) value);
        }
      }
    }
    return found;
  }

  /** Those of all segments. */
  Set<Long> all() {
    return idsByPlace.values().stream()
        .flatMap(ids -> ids.values().stream())
        .collect(Collectors.toSet());
  }

  /** Those whose record a hit may have touched: it lies between the ids before and after it. */
  Set<Long> touchedBy(Hit hit) {
    Set<Long> touched = new HashSet<>();
    NavigableMap<Long, Long> ids = idsByPlace.getOrDefault(hit.file(), new TreeMap<>());
    ids.forEach(
        (place, id) -> {
          Long before = ids.lowerKey(place);
          Long after = ids.higherKey(place);
          long from = before == null ? 0 : before;
          long to = after == null ? Long.MAX_VALUE : after + Double.BYTES;
          if (from < hit.to() && to > hit.from()) {
            touched.add(id);
          }
        });
    return touched;
  }
}
