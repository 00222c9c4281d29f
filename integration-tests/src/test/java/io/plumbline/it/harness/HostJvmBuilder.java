package io.plumbline.it.harness;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a {@link HostJvm} is started. The order of the calls does not matter. */
public final class HostJvmBuilder {
  /** What would reach into the host from the shell that runs the tests. */
  private static final List<String> FOREIGN =
      List.of("OTEL_", "PLUMBLINE_", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Jdk jdk;
  private final List<Path> classPath = new ArrayList<>();
  private final List<String> flags = new ArrayList<>();
  private final List<String> application = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private @Nullable Path directory;
  private boolean agent;
  private boolean inItsOwnPidNamespace;
  private final List<String> runner = new ArrayList<>();
  private @Nullable String agentYaml;
  private boolean boundedOverhead;

  HostJvmBuilder(Jdk jdk) {
    this.jdk = jdk;
  }

  public HostJvmBuilder classPath(Path... entries) {
    classPath.addAll(List.of(entries));
    return this;
  }

  /** What was put on the class path so far. */
  public List<Path> classPath() {
    return List.copyOf(classPath);
  }

  /** All jars of a folder, in the order of their names. */
  public HostJvmBuilder jarsOf(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(classPath::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The classes of these tests, without the libraries they use. */
  public HostJvmBuilder testClasses() {
    return library(HostJvmBuilder.class);
  }

  /** The jar or folder that a class on the class path of these tests comes from. */
  public HostJvmBuilder library(Class<?> type) {
    try {
      return classPath(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public HostJvmBuilder main(Class<?> main, String... arguments) {
    return main(main.getName(), arguments);
  }

  public HostJvmBuilder main(String main, String... arguments) {
    application.add(main);
    application.addAll(List.of(arguments));
    return this;
  }

  /** {@code java -jar}; the class path is the jar's own. */
  public HostJvmBuilder jar(Path jar, String... arguments) {
    return main("-jar", jar.toString()).arguments(arguments);
  }

  private HostJvmBuilder arguments(String... arguments) {
    application.addAll(List.of(arguments));
    return this;
  }

  public HostJvmBuilder flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** {@code -javaagent:plumbline.jar} and nothing else. */
  public HostJvmBuilder agent() {
    agent = true;
    return this;
  }

  /**
   * {@code -javaagent:plumbline.jar=plumbline.yaml}.
   *
   * @param yaml the text of the file, which is written into the working directory
   */
  public HostJvmBuilder agent(String yaml) {
    agentYaml = yaml;
    return agent();
  }

  /**
   * By the agent's own bounds of what it may cost, or those of its configuration. Without this it
   * has none: hosts of tests call as fast as they can, on machines that are as busy as may be, and
   * every value of every call is looked for.
   */
  public HostJvmBuilder boundedOverhead() {
    boundedOverhead = true;
    return this;
  }

  public HostJvmBuilder environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * It sends all that it captured before it ends. Whether the agent's five seconds are enough for
   * that is the machine's affair.
   */
  public HostJvmBuilder withTimeToEnd() {
    return environment("PLUMBLINE_EXPORT_SHUTDOWN_TIMEOUT", "60s");
  }

  /** By the standard {@code OTEL_*} variables. */
  public HostJvmBuilder exportTo(OtlpTarget target, OtlpProtocol protocol) {
    return environment("OTEL_EXPORTER_OTLP_PROTOCOL", protocol.toString())
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", target.endpoint(protocol).toString());
  }

  /** As in a container: it is process 1. Where {@link PidNamespaces} are to be had. */
  public HostJvmBuilder inItsOwnPidNamespace() {
    inItsOwnPidNamespace = true;
    return this;
  }

  /** It sees that disk where it is mounted. */
  public HostJvmBuilder on(SmallDisk disk) {
    return runBy(disk.command());
  }

  /**
   * @param command becomes the program that follows it
   */
  public HostJvmBuilder runBy(List<String> command) {
    runner.addAll(command);
    return this;
  }

  /** As that container of a pod; see {@link Pod#isToBeHad}. */
  public HostJvmBuilder inContainer(Pod pod, String container) {
    pod.environment(container).forEach(environment::putIfAbsent);
    return runBy(pod.command(container));
  }

  /** Without this: a temporary one, gone when the JVM is closed. */
  public HostJvmBuilder directory(Path given) {
    directory = given;
    return this;
  }

  public HostJvm start() {
    if (directory != null) {
      return start(directory, null);
    }
    TemporaryFolder own = new TemporaryFolder("plumbline-host-");
    return start(own.path(), own);
  }

  private HostJvm start(Path home, @Nullable TemporaryFolder own) {
    ProcessBuilder builder = new ProcessBuilder(command(home)).directory(home.toFile());
    builder.environment().keySet().removeIf(HostJvmBuilder::reachesIntoHosts);
    if (agent && !boundedOverhead) {
      builder.environment().put("PLUMBLINE_OVERHEAD_MAX_CPU", "99999%");
      builder.environment().put("PLUMBLINE_OVERHEAD_MAX_CALL", "1h");
      builder.environment().put("PLUMBLINE_OVERHEAD_RELAY_CPU", "100%");
    }
    builder.environment().putAll(environment);
    ChildProcess process = ChildProcess.start("host on " + jdk, builder, inItsOwnPidNamespace);
    return new HostJvm(process, home, own);
  }

  /** Whether a variable of the shell that runs the tests would change what a host does. */
  static boolean reachesIntoHosts(String variable) {
    return FOREIGN.stream().anyMatch(variable::startsWith);
  }

  private List<String> command(Path home) {
    List<String> command = new ArrayList<>();
    if (inItsOwnPidNamespace) {
      command.addAll(PidNamespaces.COMMAND);
    }
    if (!runner.isEmpty()) {
      command.addAll(runner);
      // A change of namespace leaves the directory that the process was started in.
      command.addAll(List.of("env", "--chdir=" + home));
    }
    command.add(jdk.java().toString());
    if (agent) {
      command.add("-javaagent:" + Checkout.agentJar() + agentArgument(home));
    }
    command.addAll(flags);
    if (!classPath.isEmpty()) {
      command.add("-cp");
      command.add(
          classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    }
    command.addAll(application);
    return command;
  }

  private String agentArgument(Path home) {
    if (agentYaml == null) {
      return "";
    }
    try {
      return "=" + Files.writeString(home.resolve("plumbline.yaml"), agentYaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
