package io.plumbline.cli;

import io.plumbline.cli.attach.AttachedJvm;
import io.plumbline.cli.attach.CannotAttachException;
import io.plumbline.cli.attach.Target;
import io.plumbline.control.AgentRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts the agent into a JVM that runs. */
@Command(
    name = "attach",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Puts the agent into a JVM that runs, without a restart. Classes that are loaded already are"
          + " woven; the agent has the user, the working directory, the variables and the system"
          + " properties of that JVM, as with -javaagent.",
      "",
      "Of models that were loaded before, only what a call shows is known. After the next restart"
          + " the agent is there again only with -javaagent."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the agent is there",
      "1:it is not, or was there before; stderr says why",
      "2:wrong usage",
      "3:that JVM cannot be attached to; stderr says why, and what to do"
    },
    footer = {"", "Example:", "  java -jar plumbline.jar attach 4711 --config plumbline.yaml"})
final class AttachCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private Target target;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "As -javaagent:plumbline.jar=FILE. That JVM reads it, so it has to see it.")
  private @Nullable Path config;

  @Override
  public Integer call() {
    if (config != null && !Files.isReadable(config)) {
      target.err().println(config + " cannot be read");
      return ExitCode.USAGE;
    }
    return target.talk(this::attach);
  }

  private int attach(AttachedJvm jvm) throws CannotAttachException {
    Map<String, String> parameters = Map.of();
    if (config != null) {
      Path file = config.toAbsolutePath().normalize();
      jvm.checkSees(file);
      parameters = Map.of(AgentRequest.CONFIG, file.toString());
    }
    String warning = jvm.agentVersion() == null ? jvm.warning() : null;
    if (warning != null) {
      target.err().println(warning);
    }
    return target.print(
        target.ask(jvm, AgentRequest.ATTACH, parameters, LIMIT, "weaving classes in use …"));
  }
}
