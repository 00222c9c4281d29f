package io.plumbline.spool;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the directories of streams. */
public final class StoredStreams {
  private static final int LEVELS = 2;

  private StoredStreams() {}

  /**
   * @param directory of one stream, of a service, or the base below which services lie; copied from
   *     anywhere
   * @return the streams, those of one service oldest first
   * @throws IOException when the directory or one below it cannot be read
   */
  public static List<Path> below(Path directory) throws IOException {
    List<Path> streams = new ArrayList<>();
    find(directory, LEVELS, streams);
    return streams;
  }

  private static void find(Path directory, int levels, List<Path> streams) throws IOException {
    if (isStream(directory)) {
      streams.add(directory);
    } else if (levels > 0) {
      for (Path child : directoriesIn(directory)) {
        findBelow(child, levels - 1, streams);
      }
    }
  }

  private static void findBelow(Path child, int levels, List<Path> streams) throws IOException {
    try {
      find(child, levels, streams);
    } catch (NoSuchFileException deliveredMeanwhile) {
      // As if it had not been listed.
    }
  }

  private static boolean isStream(Path directory) {
    return Files.exists(directory.resolve(SpoolDirectory.HEADER), NOFOLLOW_LINKS)
        || Files.exists(directory.resolve(SpoolDirectory.LOCK), NOFOLLOW_LINKS);
  }

  private static List<Path> directoriesIn(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
      for (Path child : all) {
        boolean unfinished = child.getFileName().toString().startsWith(SpoolDirectory.UNFINISHED);
        if (!unfinished && Files.isDirectory(child, NOFOLLOW_LINKS)) {
          children.add(child);
        }
      }
    }
    Collections.sort(children); // names of streams start with the time
    return children;
  }
}
