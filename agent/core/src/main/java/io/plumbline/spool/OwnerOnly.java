package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes from other users what they may do with files of ours: they may have been copied, restored
 * from a backup, or opened by hand. Links are not followed, what belongs to somebody else is left.
 */
final class OwnerOnly extends SimpleFileVisitor<Path> {
  static final Set<PosixFilePermission> OTHERS =
      Set.copyOf(EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE));

  private final int uid;
  private final List<Path> tightened = new ArrayList<>();

  private OwnerOnly(int uid) {
    this.uid = uid;
  }

  /**
   * @param directory that nobody else can write: what lies in it was put there by us
   * @return what was open to others, and is not any more
   */
  static List<Path> enforce(Path directory) throws IOException {
    OwnerOnly visitor = new OwnerOnly(OwnedFiles.ownUid());
    Files.walkFileTree(directory, visitor);
    return visitor.tightened;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    tighten(directory);
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    if (!attributes.isSymbolicLink()) {
      tighten(file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** Another process of this service may have delivered and removed it meanwhile. */
  @Override
  public FileVisitResult visitFileFailed(Path file, IOException gone) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException gone) {
    return FileVisitResult.CONTINUE;
  }

  private void tighten(Path path) throws IOException {
    try {
      Set<PosixFilePermission> given = EnumSet.noneOf(PosixFilePermission.class);
      given.addAll(Files.getPosixFilePermissions(path, NOFOLLOW_LINKS));
      if (OwnedFiles.uid(path) == uid && given.removeAll(OTHERS)) {
        Files.setPosixFilePermissions(path, given);
        tightened.add(path);
      }
    } catch (NoSuchFileException e) {
      // As visitFileFailed.
    }
  }
}
