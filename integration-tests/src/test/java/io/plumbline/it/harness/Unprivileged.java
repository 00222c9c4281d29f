package io.plumbline.it.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who asks the file system for permission: root does not, and CI is root. The files of whoever runs
 * these tests stay that user's own; those of others become somebody else's.
 */
public final class Unprivileged {
  private static final List<String> COMMAND =
      List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");

  private static final int SOMEBODY_ELSE = 12_345;

  private Unprivileged() {}

  /**
   * Becomes the program that follows it.
   *
   * @throws org.opentest4j.TestAbortedException when this machine does not allow it
   */
  public static List<String> command() {
    return Allowed.ROOT ? Allowed.orSkip(COMMAND) : List.of();
  }

  /**
   * It is another user's from now on.
   *
   * @throws org.opentest4j.TestAbortedException when this user cannot do that
   */
  public static void giveAway(Path directory) throws IOException {
    if (!Allowed.ROOT) {
      throw Allowed.skipped("giving a directory away takes root");
    }
    Files.setAttribute(directory, "unix:uid", SOMEBODY_ELSE);
  }
}
