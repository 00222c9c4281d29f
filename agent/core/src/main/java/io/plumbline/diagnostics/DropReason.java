package io.plumbline.diagnostics;

/**
 * Why an inference, or part of one, was not delivered. Every loss has one of these names: as a
 * return value, as {@code plumbline.dropped{reason}} and as a row in TELEMETRY.md.
 *
 * <p>{@link #code} is on disk (ring header, spool): never reuse or renumber one.
 */
public enum DropReason {
  RING_FULL(
      0,
      "ring_full",
      "The ring had no room: the writer thread fell behind for longer than the ring holds."),
  IN_FLIGHT_LIMIT(
      1,
      "in_flight_limit",
      "More inferences ran at once than `capture.max_in_flight`; counted without their values."),
  CAPTURE_FAILED(
      2,
      "capture_failed",
      "Encoding the record failed, or it did not fit `capture.max_record_size`."),
  NOT_YET_WOVEN(
      3,
      "not_yet_woven",
      "The class ran before it could be woven; the number of calls is not known."),
  SPOOL_FULL(4, "spool_full", "The spool reached `spool.max_size`; its oldest segment went."),
  SPOOL_EXPIRED(5, "spool_expired", "The record was older than `spool.max_age`."),
  SPOOL_UNAVAILABLE(
      6,
      "spool_unavailable",
      "The spool could not be written (disk full, read-only, removed) for longer than the ring holds."),
  CORRUPTED(
      7,
      "corrupted",
      "What stood on disk failed its length or checksum and was put into quarantine."),
  REJECTED(
      8,
      "rejected",
      "The receiver refused this one record for good, or it alone is above 3.5 MiB once encoded."),
  PROCESS_DIED(
      9, "process_died", "The process died between counting the call and storing its record."),
  OVERHEAD(
      15,
      "overhead",
      "Of spans only: capture had become too expensive for the application (`overhead.max_cpu`,"
          + " `overhead.max_call`), so the inference was counted and nothing else.");

  private final int code;
  private final String attributeValue;
  private final String description;

  DropReason(int code, String attributeValue, String description) {
    this.code = code;
    this.attributeValue = attributeValue;
    this.description = description;
  }

  /** Stable number, below 16; indexes the counters in the ring header. */
  public int code() {
    return code;
  }

  /** Value of the attribute {@code reason}. */
  public String attributeValue() {
    return attributeValue;
  }

  /** What happened, in the words of TELEMETRY.md. */
  public String description() {
    return description;
  }
}
