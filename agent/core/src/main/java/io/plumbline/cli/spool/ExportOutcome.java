package io.plumbline.cli.spool;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What has become of one stream.
 *
 * @param name as the user can give it again
 * @param isWhole all that was made of it has arrived
 * @param what in words
 * @param numbers for a machine
 */
public record ExportOutcome(
    String name, boolean isWhole, String what, Map<String, ? extends Object> numbers) {
  @Override
  public String toString() {
    return name + ": " + what;
  }

  public Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stream", name);
    fields.put("complete", isWhole);
    fields.put("message", what);
    fields.putAll(numbers);
    return fields;
  }
}
