package io.plumbline.export;

import io.plumbline.capture.InvalidRecordException;
import io.plumbline.capture.RecordEraser;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.RecordErasure;
import io.plumbline.telemetry.SubjectSearch;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Erases the records of somebody: finds them by what features said, and takes the values out. */
public final class SubjectErasure implements RecordErasure {
  private final SubjectSearch search;
  private final boolean dryRun;

  /**
   * @param forms what the rules in force, and the keys of the service, may have made of a text
   */
  public SubjectErasure(ErasureRequest request, Function<String, Set<String>> forms) {
    this.search =
        new SubjectSearch(
            request.conditions().stream()
                .map(condition -> Map.entry(condition.feature(), condition.value()))
                .toList(),
            request.model(),
            forms);
    this.dryRun = request.dryRun();
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
        case SUBJECT -> {
          if (!dryRun) {
            RecordEraser.erase(payload);
          }
          yield Outcome.ERASED;
        }
      };
    } catch (InvalidRecordException | IndexOutOfBoundsException e) {
      return Outcome.UNREADABLE;
    }
  }
}
