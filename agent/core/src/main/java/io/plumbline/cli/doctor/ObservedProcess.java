package io.plumbline.cli.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A process as {@code /proc} shows it; nothing is sent to it. */
public final class ObservedProcess {
  private static final String FLAG = "-javaagent:";
  private static final String PREMAIN = "io.plumbline.AgentPremain";
  private static final Pattern PIDS = Pattern.compile("(?m)^NSpid:\\s*([\\d\\s]+)$");
  private static final List<String> OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final long pid;
  private final Path proc;

  private ObservedProcess(Path proc, long pid) {
    this.proc = proc.resolve(Long.toString(pid));
    this.pid = pid;
  }

  public static ObservedProcess of(long pid) {
    return of(Path.of("/proc"), pid);
  }

  /** For tests, with a {@code /proc} of their own. */
  static ObservedProcess of(Path proc, long pid) {
    return new ObservedProcess(proc, pid);
  }

  public long pid() {
    return pid;
  }

  public boolean exists() {
    return Files.isDirectory(proc);
  }

  /** Whether this user may look into it. */
  public boolean isOpen() {
    return Files.isReadable(proc.resolve("environ")) && read("environ") != null;
  }

  /** Where that can be told. */
  public boolean isJvm() {
    String maps = read("maps");
    return maps == null || maps.isEmpty() || maps.contains("libjvm.so") || maps.contains("libj9vm");
  }

  /** Its PID here, and in each container that it is in. */
  List<Long> pids() {
    List<Long> pids = new ArrayList<>(List.of(pid));
    Matcher inside = PIDS.matcher(orEmpty("status"));
    if (inside.find()) {
      for (String each : inside.group(1).strip().split("\\s+", -1)) {
        pids.add(Long.parseLong(each));
      }
    }
    return pids;
  }

  /** Null where the system does not tell. */
  @Nullable Instant started() {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant()).orElse(null);
  }

  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    for (String variable : orEmpty("environ").split("\0", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        variables.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return variables;
  }

  /** Of the JVM's own arguments, {@code -D}. */
  Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    for (String argument : arguments()) {
      if (argument.startsWith("-D")) {
        int equals = argument.indexOf('=');
        properties.put(
            argument.substring(2, equals < 0 ? argument.length() : equals),
            equals < 0 ? "" : argument.substring(equals + 1));
      }
    }
    return properties;
  }

  /** What stands after the flag with our jar, perhaps nothing; null where there is no such flag. */
  @Nullable String agentArguments() {
    for (String argument : arguments()) {
      if (argument.startsWith(FLAG)) {
        String[] parts = argument.substring(FLAG.length()).split("=", 2);
        if (isOurs(seen(parts[0]))) {
          return parts.length == 1 ? "" : parts[1];
        }
      }
    }
    return null;
  }

  /** Of the command line, and of the variables that add to it. */
  private List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    Map<String, String> environment = environment();
    for (String variable : OPTIONS) {
      arguments.addAll(
          Arrays.asList(environment.getOrDefault(variable, "").strip().split("\\s+", -1)));
    }
    arguments.addAll(Arrays.asList(orEmpty("cmdline").split("\0", -1)));
    return arguments;
  }

  private static boolean isOurs(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      return manifest != null
          && PREMAIN.equals(manifest.getMainAttributes().getValue("Premain-Class"));
    } catch (IOException e) {
      return false;
    }
  }

  /** A path of that process, from here: below its working directory, or its root. */
  Path seen(String path) {
    return path.startsWith("/")
        ? proc.resolve("root").resolve(path.substring(1))
        : proc.resolve("cwd").resolve(path);
  }

  private String orEmpty(String file) {
    String text = read(file);
    return text == null ? "" : text;
  }

  /** Null when it may not be read. */
  private @Nullable String read(String file) {
    try {
      return new String(Files.readAllBytes(proc.resolve(file)), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }
}
