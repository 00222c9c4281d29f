package io.plumbline.export;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.ErasureTally;
import io.plumbline.telemetry.KnownRedaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Does what somebody asks this process to erase in the streams that it has, between two rounds of
 * the relay: nobody else reads them then, and the writer only appends.
 */
public final class ErasureDesk {
  /** What may have been made of values in the streams of a service. */
  @FunctionalInterface
  public interface Redactions {
    /**
     * @param service directory of its streams
     */
    KnownRedaction of(Path service) throws IOException;
  }

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Redactions redactions;
  private final AgentLog log;
  private final AgentErrors errors;

  /**
   * @param redactions what is known of them
   */
  public ErasureDesk(Redactions redactions, AgentLog log, AgentErrors errors) {
    this.redactions = redactions;
    this.log = log;
    this.errors = errors;
  }

  static long lookNanos() {
    return LOOK_NANOS;
  }

  /**
   * @return whether something in the stream may have changed
   */
  boolean serve(StreamRelay stream) {
    Path directory = stream.stream().place();
    if (directory == null) {
      return false;
    }
    try {
      ErasureRequest request = ErasureRequest.take(directory);
      return request != null && erase(request, stream, directory);
    } catch (IOException e) {
      errors.report("erasure", e);
      return false;
    }
  }

  private boolean erase(ErasureRequest request, StreamRelay stream, Path directory)
      throws IOException {
    ErasureTally tally = new ErasureTally();
    Path service = Objects.requireNonNull(directory.getParent());
    SubjectErasure erasure = new SubjectErasure(request, redactions.of(service));
    stream.stream().eraseAll(erasure, request.dryRun(), tally);
    boolean changed = !request.dryRun() && tally.erased() > 0;
    if (changed) {
      stream.forget();
    }
    request.answer(directory, tally);
    log.info(
        (request.dryRun() ? "Would erase " : "Erased ")
            + tally.erased()
            + " of "
            + tally.searched()
            + " records in "
            + directory
            + ", as was asked for; "
            + tally.notSearchable()
            + " cannot be searched, "
            + tally.ambiguous()
            + " may be somebody else's and were left");
    return changed;
  }
}
