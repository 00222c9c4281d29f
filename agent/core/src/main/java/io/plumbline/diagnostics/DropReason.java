package io.plumbline.diagnostics;

/**
 * Why an inference, or part of one, was not delivered. Every loss has one of these names: as a
 * return value, as {@code plumbline.dropped{reason}} and as a row in TELEMETRY.md.
 *
 * <p>{@link #code} is on disk (ring header, spool): never reuse or renumber one.
 */
public enum DropReason {
  /** The ring had no room: the writer thread fell behind for longer than the ring holds. */
  RING_FULL(0, "ring_full"),
  /**
   * More inferences ran at once than {@code capture.max_in_flight}; counted without their values.
   */
  IN_FLIGHT_LIMIT(1, "in_flight_limit"),
  /** Encoding the record failed or it did not fit {@code capture.max_record_size}. */
  CAPTURE_FAILED(2, "capture_failed"),
  /** The class ran before it could be woven; the number of calls is not known. */
  NOT_YET_WOVEN(3, "not_yet_woven"),
  /** The spool reached {@code spool.max_size}; its oldest segment went. */
  SPOOL_FULL(4, "spool_full"),
  /** The record was older than {@code spool.max_age}. */
  SPOOL_EXPIRED(5, "spool_expired"),
  /**
   * The spool could not be written (disk full, read-only, removed) for longer than the ring holds.
   */
  SPOOL_UNAVAILABLE(6, "spool_unavailable"),
  /** What stood on disk failed its length or checksum and was put into quarantine. */
  CORRUPTED(7, "corrupted"),
  /** The receiver refused this one record for good. */
  REJECTED(8, "rejected"),
  /** The process died between counting the call and storing its record. */
  PROCESS_DIED(9, "process_died");

  private final int code;
  private final String attributeValue;

  DropReason(int code, String attributeValue) {
    this.code = code;
    this.attributeValue = attributeValue;
  }

  /** Stable number, below 16; indexes the counters in the ring header. */
  public int code() {
    return code;
  }

  /** Value of the attribute {@code reason}. */
  public String attributeValue() {
    return attributeValue;
  }
}
