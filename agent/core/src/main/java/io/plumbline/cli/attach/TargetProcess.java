package io.plumbline.cli.attach;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process as {@code /proc} shows it: asked before anything is sent to it. The JDK's attach begins
 * with SIGQUIT, which ends a process that is no JVM, and prints all stacks on the host's stdout
 * where attaching is switched off.
 */
final class TargetProcess {
  private static final Pattern CAUGHT = Pattern.compile("(?m)^SigCgt:\\s*([0-9a-f]+)$");
  private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s*(\\d+)\\s+(\\d+)");
  private static final int SIGQUIT_BIT = 1 << 2;

  /** The user that may attach to everybody. */
  private static final int ROOT = 0;

  private static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Path proc;
  private final long pid;
  private final Path self;

  private TargetProcess(Path proc, long pid) {
    this.proc = proc.resolve(Long.toString(pid));
    this.self = proc.resolve("self");
    this.pid = pid;
  }

  static TargetProcess of(long pid) {
    return new TargetProcess(Path.of("/proc"), pid);
  }

  /** For tests, with a {@code /proc} of their own. */
  static TargetProcess of(Path proc, long pid) {
    return new TargetProcess(proc, pid);
  }

  /**
   * @throws CannotAttachException when attaching would do harm, or cannot succeed
   */
  void check() throws CannotAttachException {
    if (!Files.isDirectory(proc.resolveSibling("self"))) {
      return; // not Linux: the JDK's own words have to do
    }
    if (!Files.isDirectory(proc)) {
      throw new CannotAttachException("There is no process " + pid + ". `jps -l` lists JVMs.");
    }
    checkUser();
    checkJvm();
    checkFlags();
  }

  private void checkUser() throws CannotAttachException {
    int mine = uid(self);
    int its = uid(proc);
    if (mine != ROOT && its != mine) {
      String user = owner();
      throw new CannotAttachException(
          "Process "
              + pid
              + " runs as another user ("
              + user
              + "); a JVM lets only its own user attach. Run this command as that user: sudo -u "
              + user
              + " java -jar plumbline.jar …");
    }
  }

  private String owner() {
    try {
      return Files.getOwner(proc).getName();
    } catch (IOException e) {
      return Integer.toString(uid(proc));
    }
  }

  private void checkJvm() throws CannotAttachException {
    String maps = read(proc.resolve("maps"));
    if (maps != null && maps.contains("libj9vm")) {
      throw new CannotAttachException(
          "Process " + pid + " is an OpenJ9 JVM: start it with -javaagent:plumbline.jar instead.");
    }
    if (maps != null && !maps.contains("libjvm.so")) {
      throw new CannotAttachException(
          "Process " + pid + " is not a JVM (" + command() + "). `jps -l` lists JVMs.");
    }
    Matcher caught = CAUGHT.matcher(orEmpty(read(proc.resolve("status"))));
    if (caught.find() && (Long.parseUnsignedLong(caught.group(1), 16) & SIGQUIT_BIT) == 0) {
      throw new CannotAttachException(
          "Process "
              + pid
              + " does not listen for SIGQUIT, with which attaching begins: it is still starting, or"
              + " runs with -Xrs. With -Xrs, start it with -javaagent:plumbline.jar instead.");
    }
  }

  private void checkFlags() throws CannotAttachException {
    if (has("-XX:+DisableAttachMechanism")) {
      throw new CannotAttachException(
          "That JVM runs with -XX:+DisableAttachMechanism: nobody can attach. Start it with"
              + " -javaagent:plumbline.jar, or without that flag.");
    }
    if (has("-XX:-EnableDynamicAgentLoading")) {
      throw new CannotAttachException(noDynamicLoading());
    }
  }

  static String noDynamicLoading() {
    return "That JVM does not let agents be loaded while it runs (-XX:-EnableDynamicAgentLoading, JEP"
        + " 451). Start it with -javaagent:plumbline.jar, or with -XX:+EnableDynamicAgentLoading.";
  }

  /** On its command line, or in a variable that adds to it. */
  private boolean has(String flag) {
    if (List.of(orEmpty(read(proc.resolve("cmdline"))).split("\0")).contains(flag)) {
      return true;
    }
    return List.of(orEmpty(read(proc.resolve("environ"))).split("\0")).stream()
        .filter(variable -> OPTIONS.contains(variable.replaceAll("=.*", "")))
        .anyMatch(variable -> variable.contains(flag));
  }

  /**
   * @param file absolute, as this process sees it
   * @throws CannotAttachException when the target does not see the same file there
   */
  void checkSees(Path file, String what) throws CannotAttachException {
    Path there = proc.resolve("root").resolve(file.toString().substring(1));
    if (!Files.isDirectory(proc.resolve("root")) || isSame(file, there)) {
      return;
    }
    throw new CannotAttachException(
        String.format(
            Locale.ROOT,
            "Process %d is in a container, or sees other files: %s (%s) is not there, and it is that"
                + " JVM which reads it. Put it there under the same path (docker cp, kubectl cp, a"
                + " volume), or run this command inside: kubectl exec … java -jar %s …",
            pid,
            file,
            what,
            file));
  }

  private static boolean isSame(Path here, Path there) {
    try {
      return Files.isReadable(there) && Files.size(here) == Files.size(there);
    } catch (IOException e) {
      return false;
    }
  }

  private String command() {
    return orEmpty(read(proc.resolve("comm"))).strip();
  }

  private static int uid(Path process) {
    Matcher uid = UID.matcher(orEmpty(read(process.resolve("status"))));
    return uid.find() ? Integer.parseInt(uid.group(2)) : -1;
  }

  private static String orEmpty(@Nullable String text) {
    return Optional.ofNullable(text).orElse("");
  }

  /** Null when it may not be read. */
  private static @Nullable String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return null;
    }
  }
}
