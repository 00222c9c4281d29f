package io.plumbline.cli.spool;

import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.export.PolicyFiles;
import io.plumbline.export.StoredCounts;
import io.plumbline.export.SubjectErasure;
import io.plumbline.redact.HashKey;
import io.plumbline.spool.CarriedStream;
import io.plumbline.spool.Checkpoint;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.ErasureTally;
import io.plumbline.spool.QuarantineErasure;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.StreamInUseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Erases in one stream after the other: in a dead one itself, under its lock; in one that a process
 * has by asking that process.
 */
public final class Erasing {
  private static final Duration OFTEN = Duration.ofMillis(100);

  private final ErasureRequest request;
  private final SpoolKeys keys;
  private final List<Path> hashKeys;
  private final Duration patience;

  /**
   * @param hashKeys files with keys of hashes, beside that of the service
   * @param patience with a process that is asked
   */
  public Erasing(ErasureRequest request, SpoolKeys keys, List<Path> hashKeys, Duration patience) {
    this.request = request;
    this.keys = keys;
    this.hashKeys = hashKeys;
    this.patience = patience;
  }

  /**
   * @throws IOException that says what stood in the way
   */
  public ErasureTally inStream(Path stream) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try (CarriedStream dead = CarriedStream.claim(stream, null, false, keys)) {
        return inDead(dead);
      } catch (StreamInUseException e) {
        ErasureTally answer = ask(stream, deadline);
        if (answer != null) {
          return answer;
        }
        if (System.nanoTime() - deadline >= 0) {
          throw new IOException(e.getMessage() + ", and does not answer; nothing was erased", e);
        }
        // It died meanwhile.
      }
    }
  }

  private ErasureTally inDead(CarriedStream dead) throws IOException {
    ErasureTally tally = new ErasureTally();
    Path service = Objects.requireNonNull(dead.path().getParent());
    dead.erase(erasure(service), request.dryRun(), tally);
    Checkpoint checkpoint = dead.checkpoint();
    if (!request.dryRun() && tally.erased() > 0 && checkpoint != null) {
      dead.saveOver(StoredCounts.withoutSingleValues(checkpoint, AgentVersion.current()));
    }
    return tally;
  }

  /** What streams of a service left damaged. */
  public ErasureTally inQuarantine(Path service) throws IOException {
    ErasureTally tally = new ErasureTally();
    QuarantineErasure.erase(service, keys, erasure(service), request.dryRun(), tally);
    return tally;
  }

  private SubjectErasure erasure(Path service) throws IOException {
    List<HashKey> hashes = new ArrayList<>();
    List<Path> files = new ArrayList<>(hashKeys);
    files.add(service.resolve("redaction.key"));
    for (Path file : files) {
      if (Files.exists(file) || hashKeys.contains(file)) {
        hashes.add(HashKey.of(Files.readString(file).strip(), null));
      }
    }
    return new SubjectErasure(request, new PolicyFiles(service).read(hashes));
  }

  /** Null when nobody answers: the process died, or is busy for longer than that. */
  private @Nullable ErasureTally ask(Path stream, long deadline)
      throws IOException, InterruptedException {
    request.submit(stream);
    try {
      while (System.nanoTime() - deadline < 0) {
        ErasureTally answer = request.takeAnswer(stream);
        if (answer != null) {
          return answer;
        }
        if (isLetGo(stream)) {
          return null;
        }
        Thread.sleep(OFTEN.toMillis());
      }
      return request.takeAnswer(stream);
    } finally {
      ErasureRequest.withdraw(stream);
    }
  }

  private boolean isLetGo(Path stream) throws IOException {
    try {
      CarriedStream.claim(stream, null, false, keys).close();
      return true;
    } catch (StreamInUseException e) {
      return false;
    }
  }
}
