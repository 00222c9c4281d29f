package io.plumbline.cli;

import io.plumbline.cli.doctor.Diagnosis;
import io.plumbline.cli.doctor.DoctorReport;
import io.plumbline.cli.doctor.ObservedProcess;
import io.plumbline.cli.doctor.Status;
import io.plumbline.cli.doctor.StatusFiles;
import io.plumbline.cli.spool.Progress;
import io.plumbline.diagnostics.Json;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what an agent does, and why one sees nothing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Tells what the agent of a process does: what is woven, called and captured, what nearly was"
          + " and why not, what the receiver said last and says from here, what waits in the spool;"
          + " and what to do.",
      "",
      "Nothing is sent to the process: the agent writes down what it does every few seconds, and"
          + " this reads it. So it works where attaching is forbidden, and for a process in a"
          + " container; of one that is gone, name its directory."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:healthy",
      "1:there is something to do",
      "2:wrong usage",
      "3:that process cannot be looked into; stderr says why"
    },
    footer = {
      "",
      "Examples:",
      "  java -jar plumbline.jar doctor 4711",
      "  java -jar plumbline.jar doctor --json /var/lib/plumbline"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final int CANNOT_LOOK = 3;

  @Parameters(
      index = "0",
      paramLabel = "PID|DIR",
      description =
          "A process, as jps lists it; or a spool's directory, a service or stream in it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private String subject;

  @Option(names = "--json", description = "Prints an array with an object for each agent.")
  private boolean json;

  @Option(names = "--no-probe", description = "Does not ask the receiver from here.")
  private boolean noProbe;

  @Spec
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() {
    return subject.matches("[0-9]{1,18}")
        ? ofProcess(ObservedProcess.of(Long.parseLong(subject)))
        : ofDirectory(Path.of(subject));
  }

  private int ofProcess(ObservedProcess process) {
    String objection = objection(process);
    if (objection != null) {
      err().println(objection);
      return CANNOT_LOOK;
    }
    Progress progress = new Progress(err(), Ansi.AUTO.enabled());
    progress.at("looking …");
    Diagnosis diagnosis = Diagnosis.of(process, !noProbe, clock);
    progress.done();
    return print(List.of(diagnosis));
  }

  private static @Nullable String objection(ObservedProcess process) {
    if (!process.exists()) {
      return "There is no process "
          + process.pid()
          + ". `jps -l` lists JVMs; of one that is gone, name the directory of its spool.";
    }
    if (!process.isOpen()) {
      return "Process "
          + process.pid()
          + " is another user's: run this as that user, or as root; or name the directory of its"
          + " spool.";
    }
    return process.isJvm() ? null : "Process " + process.pid() + " is not a JVM.";
  }

  private int ofDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ParameterException(
          spec.commandLine(), directory + " is neither a PID nor a directory");
    }
    List<Diagnosis> all = new ArrayList<>();
    for (Status status : StatusFiles.below(directory)) {
      all.add(Diagnosis.of(status, !noProbe, clock));
    }
    if (all.isEmpty()) {
      err().println("No agent has written a status.json below " + directory);
      return CANNOT_LOOK;
    }
    return print(all);
  }

  private int print(List<Diagnosis> all) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.write(all.stream().map(DoctorReport::json).toList()));
    } else {
      for (int i = 0; i < all.size(); i++) {
        out.print(i == 0 ? "" : "\n");
        out.print(DoctorReport.text(all.get(i), Ansi.AUTO, clock.instant()));
      }
    }
    out.flush();
    return all.stream().anyMatch(Diagnosis::hasProblem) ? ExitCode.SOFTWARE : ExitCode.OK;
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
