package io.plumbline.export;

import io.plumbline.capture.InvalidRecordException;
import io.plumbline.capture.RecordEraser;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.RecordErasure;
import io.plumbline.telemetry.KnownRedaction;
import io.plumbline.telemetry.SubjectSearch;
import java.nio.ByteBuffer;
import java.util.Map;

/** Erases the records of somebody: finds them by what features said, and takes the values out. */
public final class SubjectErasure implements RecordErasure {
  private final SubjectSearch search;
  private final ErasureRequest request;

  /**
   * @param redaction what may have been made of the values that are asked for
   */
  public SubjectErasure(ErasureRequest request, KnownRedaction redaction) {
    this.search =
        new SubjectSearch(
            request.conditions().stream()
                .map(condition -> Map.entry(condition.feature(), condition.value()))
                .toList(),
            request.model(),
            redaction);
    this.request = request;
  }

  @Override
  public Outcome apply(ByteBuffer payload) {
    try {
      if (RecordEraser.isErased(payload)) {
        return Outcome.OTHER;
      }
      return switch (search.find(payload.slice())) {
        case OTHER -> Outcome.OTHER;
        case NOT_SEARCHABLE -> Outcome.NOT_SEARCHABLE;
        case AMBIGUOUS ->
            request.includeAmbiguous()
                ? erased(payload, Outcome.AMBIGUOUS_ERASED)
                : Outcome.AMBIGUOUS;
        case SUBJECT -> erased(payload, Outcome.ERASED);
      };
    } catch (InvalidRecordException | IndexOutOfBoundsException e) {
      return Outcome.UNREADABLE;
    }
  }

  private Outcome erased(ByteBuffer payload, Outcome outcome) {
    if (!request.dryRun()) {
      RecordEraser.erase(payload);
    }
    return outcome;
  }
}
