package io.plumbline.cli;

import io.plumbline.cli.attach.AttachedJvm;
import io.plumbline.cli.attach.CannotAttachException;
import io.plumbline.cli.attach.Target;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.Explanation;
import io.plumbline.config.LoadedConfig;
import io.plumbline.control.AgentAnswer;
import io.plumbline.control.AgentRequest;
import io.plumbline.diagnostics.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells every effective value and where it came from. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Tells every effective value and where it came from: system property, environment variable,"
          + " file with line and column, or default. Values of headers, and of files that are put"
          + " in, are not shown.",
      "",
      "Of a running JVM: what is in force there, also after its file has changed. Of a file: what"
          + " an agent would take from it with the environment variables and -D properties that"
          + " this command has."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:told",
      "1:the configuration is wrong, or that JVM has no agent; stderr says which",
      "2:wrong usage",
      "3:that JVM cannot be attached to; stderr says why, and what to do"
    },
    footer = {
      "",
      "Examples:",
      "  java -jar plumbline.jar explain 4711",
      "  PLUMBLINE_SAMPLING_RATIO=5%% java -jar plumbline.jar explain plumbline.yaml"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Parameters(
      arity = "0..1",
      paramLabel = "PID|FILE",
      description = "A JVM, as jps lists it, or a configuration. Without it: no file.")
  private @Nullable String subject;

  @Option(names = "--json", description = "Prints the answer as a JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  @Override
  public Integer call() {
    String given = subject;
    if (given != null && given.matches("[0-9]{1,18}")) {
      long pid = Long.parseLong(given);
      return Target.talk(pid, err(), jvm -> explain(pid, jvm));
    }
    return explainHere(given);
  }

  private int explain(long pid, AttachedJvm jvm) throws CannotAttachException {
    if (jvm.agentVersion() == null) {
      err().println("Plumbline is not in process " + pid + ".");
      return ExitCode.SOFTWARE;
    }
    AgentAnswer answer =
        jvm.ask(Target.jar(), AgentRequest.EXPLAIN, Map.of(), LIMIT, progress -> {});
    if (answer.state() == AgentAnswer.State.FAILED) {
      err().println(answer.text());
      return ExitCode.SOFTWARE;
    }
    out().println(json ? answer.json() : answer.text());
    return ExitCode.OK;
  }

  private int explainHere(@Nullable String file) {
    try {
      Environment here = Environment.of(spec);
      ConfigSources sources = ConfigSources.of(file, here.properties(), here.variables());
      Explanation explanation = Explanation.of(LoadedConfig.load(sources));
      out().println(json ? Json.write(explanation.json()) : explanation.text());
      return ExitCode.OK;
    } catch (ConfigException e) {
      err().println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
