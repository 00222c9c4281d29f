package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Erases the whole records in what was put aside as damaged. What is damaged cannot be searched;
 * each piece is told as such, whatever was found in it.
 */
public final class QuarantineErasure {
  private QuarantineErasure() {}

  /** Where what streams of a service left damaged is kept. */
  public static Path directoryOf(Path service) {
    return service.resolve(Quarantine.NAME);
  }

  /**
   * @param service directory of its streams
   */
  public static void erase(
      Path service, SpoolKeys keys, RecordErasure erasure, boolean dryRun, ErasureTally tally)
      throws IOException {
    try (DirectoryStream<Path> pieces = Files.newDirectoryStream(directoryOf(service))) {
      for (Path piece : pieces) {
        StreamErasure stream = new StreamErasure(piece, keys, dryRun, tally);
        if (Files.isDirectory(piece, LinkOption.NOFOLLOW_LINKS)) {
          stream.all(erasure);
        } else if (piece.getFileName().toString().startsWith("ring-of-")) {
          stream.ring(piece, erasure);
        } else {
          stream.records(piece, erasure);
        }
        tally.addUnsearchedFile();
      }
    } catch (NoSuchFileException e) {
      // Nothing was ever damaged.
    }
  }
}
