package io.plumbline.spool;

import java.nio.file.Path;

/**
 * Something that {@link StreamCheck} came upon.
 *
 * @param severity whether something is lost
 * @param file where it is
 * @param offset in the file; -1 when it is the file as a whole
 * @param what is there
 */
public record StreamFinding(Severity severity, Path file, long offset, String what) {
  /** How bad it is. */
  public enum Severity {
    /** As a process that was killed leaves it, or as the limits of the spool make it. */
    NOTE,
    /** Not as any process of ours leaves it. */
    DAMAGE
  }

  public boolean isDamage() {
    return severity == Severity.DAMAGE;
  }
}
