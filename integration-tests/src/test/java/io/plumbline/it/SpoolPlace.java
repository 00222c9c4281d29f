package io.plumbline.it;

import io.plumbline.it.harness.MountNamespace;
import io.plumbline.it.harness.NoLocks;
import io.plumbline.it.harness.Unprivileged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;

/** What may be where the spool is to be, or above it, so that it cannot be there. */
enum SpoolPlace {
  NOWHERE("place/plumbline") {
    @Override
    Prepared prepare(Path place) {
      return Prepared.of(List.of());
    }
  },
  READ_ONLY("it is read-only") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(place, "r-x------");
      return Prepared.of(Unprivileged.command());
    }
  },
  ABOVE_READ_ONLY("place/plumbline") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(Objects.requireNonNull(place.getParent()), "r-x------");
      return Prepared.of(Unprivileged.command());
    }
  },
  ON_A_READ_ONLY_FILE_SYSTEM("it is read-only") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(place, "rwx------");
      MountNamespace namespace =
          MountNamespace.create("mount -t tmpfs -o ro,mode=0700 tmpfs \"$1\"", place.toString());
      return new Prepared(namespace.command(), namespace::close);
    }
  },
  A_FILE("it is a link or not a directory") {
    @Override
    Prepared prepare(Path place) throws IOException {
      Files.createDirectories(Objects.requireNonNull(place.getParent()));
      Files.createFile(place);
      return Prepared.of(List.of());
    }
  },
  A_LINK("it is a link or not a directory") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(place.resolveSibling("elsewhere"), "rwx------");
      Files.createSymbolicLink(place, place.resolveSibling("elsewhere"));
      return Prepared.of(List.of());
    }
  },
  SOMEBODY_ELSES("it belongs to another user") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(place, "rwxrwxrwx");
      List<String> command = Unprivileged.command();
      Unprivileged.giveAway(place);
      return Prepared.of(command);
    }
  },
  OPEN_TO_OTHERS("it is open to other users") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(place, "rwxrwxrwx");
      return Prepared.of(List.of());
    }
  },
  WITHOUT_LOCKS("No locks available") {
    @Override
    Prepared prepare(Path place) throws IOException {
      makeDirectory(place, "rwx------");
      return Prepared.of(NoLocks.command());
    }
  };

  /**
   * @param command becomes a host that finds it so
   * @param end when no host needs it any more
   */
  record Prepared(List<String> command, Runnable end) implements AutoCloseable {
    static Prepared of(List<String> command) {
      return new Prepared(command, () -> {});
    }

    @Override
    public void close() {
      end.run();
    }
  }

  private final String objection;

  SpoolPlace(String objection) {
    this.objection = objection;
  }

  /**
   * @param place where the spool is to be; nothing is there, nor above it
   */
  abstract Prepared prepare(Path place) throws IOException;

  /** A part of what the log says. */
  String objection() {
    return objection;
  }

  private static void makeDirectory(Path directory, String permissions) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
  }
}
