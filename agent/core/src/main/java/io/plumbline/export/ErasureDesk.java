package io.plumbline.export;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.ErasureTally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Does what somebody asks this process to erase in the streams that it has, between two rounds of
 * the relay: nobody else reads them then, and the writer only appends.
 */
public final class ErasureDesk {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Function<String, Set<String>> forms;
  private final AgentLog log;
  private final AgentErrors errors;

  /**
   * @param forms what the rules in force, and the keys of the service, may have made of a text
   */
  public ErasureDesk(Function<String, Set<String>> forms, AgentLog log, AgentErrors errors) {
    this.forms = forms;
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
    stream.stream().eraseAll(new SubjectErasure(request, forms), request.dryRun(), tally);
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
            + " cannot be searched");
    return changed;
  }
}
