package io.plumbline.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Mounts that only those see who are in it; gone with the last of them, also when the tests are
 * killed. Not every machine lets a user have one.
 */
public final class MountNamespace implements AutoCloseable {
  /** A user who is not root is root in a namespace of users of his own. */
  private static final List<String> UNSHARE =
      Allowed.ROOT
          ? List.of("unshare", "--mount")
          : List.of("unshare", "--map-root-user", "--mount");

  private final Process holder;

  private MountNamespace(Process holder) {
    this.holder = holder;
  }

  /**
   * @param script of {@code sh}, run in it
   * @param arguments {@code $1} and so on
   * @throws org.opentest4j.TestAbortedException when this machine does not allow it
   */
  public static MountNamespace create(String script, String... arguments) {
    List<String> command = new ArrayList<>(UNSHARE);
    // Lives as long as its input, which ends with these tests.
    command.addAll(List.of("sh", "-c", script + " && echo mounted && exec cat", "sh"));
    command.addAll(Arrays.asList(arguments));
    try {
      Process holder = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader output = holder.inputReader(UTF_8);
      List<String> lines = new ArrayList<>();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.equals("mounted")) {
          return new MountNamespace(holder);
        }
        lines.add(line);
      }
      throw Allowed.skipped(command + " says " + lines);
    } catch (IOException e) {
      throw Allowed.skipped(e.toString());
    }
  }

  /** Becomes, in it, the program that follows. */
  public List<String> command() {
    String of = "/proc/" + holder.pid() + "/ns/";
    List<String> command = new ArrayList<>(List.of("nsenter", "--mount=" + of + "mnt"));
    if (!Allowed.ROOT) {
      command.addAll(List.of("--user=" + of + "user", "--preserve-credentials"));
    }
    return command;
  }

  /** A path in it, for those outside. */
  Path seen(Path path) {
    return Path.of("/proc/" + holder.pid() + "/root" + path);
  }

  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
      int ignored = holder.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
