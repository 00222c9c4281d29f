package io.plumbline.it;

import io.plumbline.it.harness.TemporaryFolder;
import io.plumbline.it.harness.Unprivileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What may happen to a spool's directory while a process uses it. */
enum DirectoryFault {
  REMOVED("was removed") {
    @Override
    void happenTo(Path spool) throws IOException {
      Path removed = Files.move(spool, spool.resolveSibling("removed"));
      Files.createFile(spool); // else it would be made again at once
      TemporaryFolder.deleteTree(removed);
    }

    @Override
    void undo(Path spool) throws IOException {
      Files.delete(spool);
    }
  },
  A_LINK_IN_ITS_PLACE("something else put in its place") {
    @Override
    void happenTo(Path spool) throws IOException {
      Files.move(spool, spool.resolveSibling("elsewhere"));
      Files.createSymbolicLink(spool, Files.createDirectory(spool.resolveSibling("another")));
    }

    @Override
    void undo(Path spool) throws IOException {
      Files.delete(spool);
    }
  },
  SOMEBODY_ELSES_IN_ITS_PLACE("something else put in its place") {
    @Override
    void happenTo(Path spool) throws IOException {
      Files.move(spool, spool.resolveSibling("elsewhere"));
      Unprivileged.giveAway(Files.createDirectory(spool));
    }

    @Override
    void undo(Path spool) throws IOException {
      Files.delete(spool);
    }
  },
  PERMISSION_LOST("Records are kept in memory") {
    @Override
    void happenTo(Path spool) throws IOException {
      Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("---------"));
    }

    @Override
    void undo(Path spool) throws IOException {
      Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("rwx------"));
    }
  };

  private final String said;

  DirectoryFault(String said) {
    this.said = said;
  }

  abstract void happenTo(Path spool) throws IOException;

  abstract void undo(Path spool) throws IOException;

  boolean isSaidBy(String line) {
    return line.contains(said);
  }
}
