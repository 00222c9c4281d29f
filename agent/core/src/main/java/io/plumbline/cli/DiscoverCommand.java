package io.plumbline.cli;

import io.plumbline.cli.attach.AttachedJvm;
import io.plumbline.cli.attach.CannotAttachException;
import io.plumbline.cli.attach.Target;
import io.plumbline.control.AgentAnswer;
import io.plumbline.control.AgentRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Finds methods that look like inference in a JVM that runs. */
@Command(
    name = "discover",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Finds methods that look like inference in a JVM that runs: by their names and types, then by"
          + " counting their calls for a while. Prints them, best first, and writes a YAML file to"
          + " start from. Do it while the server has load.",
      "",
      "The JVM's answers do not change; what is woven for counting is taken out again. A method that"
          + " is called too often to be counted cheaply is let go at once."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:looked, whatever was found",
      "1:it failed in that JVM, or the file cannot be written",
      "2:wrong usage",
      "3:that JVM cannot be attached to; stderr says why, and what to do"
    },
    footer = {"", "Example:", "  java -jar plumbline.jar discover 4711 --for 30s"})
final class DiscoverCommand implements Callable<Integer> {
  private static final Duration AFTERWARDS = Duration.ofMinutes(2);

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private Target target;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Time.class,
      description = "How long calls are counted, 30s or 2m (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // likewise
  private Duration time;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where to write the YAML (default: plumbline-discovered.yaml here); - for stdout alone.")
  private @Nullable String output;

  /** {@code 30s}, {@code 2m}, {@code 500ms}. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      try {
        Duration time =
            lower.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)))
                : Duration.parse("PT" + text);
        if (!time.isNegative() && !time.isZero()) {
          return time;
        }
      } catch (DateTimeParseException | NumberFormatException e) {
        // said below
      }
      throw new TypeConversionException("'" + text + "' is not a time; use e.g. 30s or 2m");
    }
  }

  @Override
  public Integer call() {
    return target.talk(this::discover);
  }

  private int discover(AttachedJvm jvm) throws CannotAttachException {
    String warning = jvm.agentVersion() == null ? jvm.warning() : null;
    if (warning != null) {
      target.err().println(warning);
    }
    AgentAnswer answer =
        target.ask(
            jvm,
            AgentRequest.DISCOVER,
            Map.of(AgentRequest.FOR, time.toString()),
            time.plus(AFTERWARDS),
            "looking for candidates");
    if (answer.state() == AgentAnswer.State.FAILED || "-".equals(output)) {
      return "-".equals(output) && answer.yaml() != null ? printYaml(answer) : target.print(answer);
    }
    int status = target.print(answer);
    return status == ExitCode.OK ? write(Objects.toString(answer.yaml())) : status;
  }

  private int printYaml(AgentAnswer answer) {
    target.out().print(answer.yaml());
    target.out().flush();
    return ExitCode.OK;
  }

  private int write(String yaml) {
    Path file = Path.of(output == null ? "plumbline-discovered.yaml" : output);
    try {
      Files.writeString(file, yaml);
      target.err().println();
      target.err().println("To start from: " + file.toAbsolutePath());
      target
          .err()
          .println(
              "Read it, then try it: java -jar plumbline.jar attach "
                  + target.pid()
                  + " --config "
                  + file);
      return ExitCode.OK;
    } catch (IOException e) {
      target.err().println(file + " cannot be written: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }
}
