package io.plumbline.cli.attach;

import io.plumbline.cli.spool.Progress;
import io.plumbline.control.AgentAnswer;
import java.io.File;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands for a running JVM have in common: its PID, and how an answer is printed. */
public final class Target {
  /** Of the commands for a running JVM: it cannot be attached to. */
  public static final int CANNOT_ATTACH = 3;

  @Parameters(index = "0", paramLabel = "PID", description = "Of the JVM, as jps lists it.")
  private long pid;

  @Option(names = "--json", description = "Prints the answer as a JSON object.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  /** One conversation with the JVM. */
  @FunctionalInterface
  public interface Conversation {
    int with(AttachedJvm jvm) throws CannotAttachException;
  }

  public long pid() {
    return pid;
  }

  public boolean json() {
    return json;
  }

  public PrintWriter out() {
    return spec.commandLine().getOut();
  }

  public PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /**
   * @return the exit status
   */
  public int talk(Conversation conversation) {
    return talk(pid, err(), conversation);
  }

  /** As {@link #talk(Conversation)}, of a command whose argument may be something else. */
  public static int talk(long pid, PrintWriter err, Conversation conversation) {
    try (AttachedJvm jvm = AttachedJvm.attach(pid)) {
      return conversation.with(jvm);
    } catch (CannotAttachException e) {
      err.println(e.getMessage());
      return CANNOT_ATTACH;
    }
  }

  /**
   * @param meanwhile shown while nothing is said yet
   */
  public AgentAnswer ask(
      AttachedJvm jvm,
      String verb,
      Map<String, String> parameters,
      Duration limit,
      String meanwhile)
      throws CannotAttachException {
    Progress progress = new Progress(err(), Ansi.AUTO.enabled());
    try {
      return jvm.ask(
          jar(), verb, parameters, limit, said -> progress.at(said == null ? meanwhile : said));
    } finally {
      progress.done();
    }
  }

  /** Prints what came out. */
  public int print(AgentAnswer answer) {
    if (answer.state() == AgentAnswer.State.FAILED) {
      err().println(answer.text());
      return ExitCode.SOFTWARE;
    }
    out().println(json ? answer.json() : answer.text());
    return ExitCode.OK;
  }

  /** The jar that this command runs from. */
  public static Path jar() {
    try {
      return new File(Target.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toPath()
          .toAbsolutePath()
          .normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
