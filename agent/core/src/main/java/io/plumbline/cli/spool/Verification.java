package io.plumbline.cli.spool;

import io.plumbline.spool.StoredStream;
import io.plumbline.spool.StreamCheck;
import io.plumbline.spool.StreamFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the check of one stream came to. */
public final class Verification {
  private final String name;
  private final StoredStream stream;
  private final StreamCheck check;

  public Verification(String name, StoredStream stream, StreamCheck check) {
    this.name = name;
    this.stream = stream;
    this.check = check;
  }

  public boolean isDamaged() {
    return check.isDamaged();
  }

  private long damages() {
    return check.findings().stream().filter(StreamFinding::isDamage).count();
  }

  /** In picocli's markup. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (StreamFinding finding : check.findings()) {
      String mark = finding.isDamage() ? "@|red damage|@" : "note  ";
      lines.add(mark + "  " + where(finding) + ": " + Columns.printable(finding.what()));
    }
    lines.add(
        (isDamaged() ? "@|red DAMAGED|@  " : "@|green fine|@  ")
            + name
            + ": "
            + Quantity.count(check.wholeRecords(), "record")
            + ", "
            + Quantity.count(stream.inRing())
            + " more in the ring, "
            + stream.owner()
            + (isDamaged() ? ", " + Quantity.count(damages(), "damaged place") : ""));
    return lines;
  }

  private String where(StreamFinding finding) {
    Path file = stream.path().relativize(finding.file());
    String place = file.toString().isEmpty() ? name : name + "/" + file;
    return finding.offset() < 0 ? place : place + " at " + finding.offset();
  }

  public static String total(List<Verification> all) {
    long records = all.stream().mapToLong(each -> each.check.wholeRecords()).sum();
    long damages = all.stream().mapToLong(Verification::damages).sum();
    return Quantity.count(all.size(), "stream")
        + ", "
        + Quantity.count(records, "record")
        + ", "
        + Quantity.count(damages, "damaged place");
  }

  public Map<String, Object> json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("directory", stream.path().toString());
    fields.put("damaged", isDamaged());
    fields.put("records", check.wholeRecords());
    fields.put("inRing", stream.inRing());
    fields.put("findings", check.findings().stream().map(Verification::json).toList());
    return fields;
  }

  private static Map<String, @Nullable Object> json(StreamFinding finding) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
    fields.put("file", finding.file().toString());
    fields.put("offset", finding.offset() < 0 ? null : finding.offset());
    fields.put("what", finding.what());
    return fields;
  }
}
