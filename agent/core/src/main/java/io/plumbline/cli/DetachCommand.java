package io.plumbline.cli;

import io.plumbline.cli.attach.AttachedJvm;
import io.plumbline.cli.attach.CannotAttachException;
import io.plumbline.cli.attach.Target;
import io.plumbline.control.AgentRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Takes the agent out of a JVM that runs. */
@Command(
    name = "detach",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Takes the agent out of a JVM that runs, however it came there: the original bytecode is"
          + " restored, what was captured is sent, or left in the spool for the next agent of that"
          + " service, threads and connections end. Lists what remains until that JVM ends.",
      "",
      "It can be attached again."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the agent is out",
      "1:it was not there, or it did not go; stderr says which",
      "2:wrong usage",
      "3:that JVM cannot be attached to; stderr says why, and what to do"
    },
    footer = {"", "Example:", "  java -jar plumbline.jar detach 4711"})
final class DetachCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private Target target;

  @Override
  public Integer call() {
    return target.talk(this::detach);
  }

  private int detach(AttachedJvm jvm) throws CannotAttachException {
    if (jvm.agentVersion() == null) {
      target.err().println("Plumbline is not in process " + target.pid() + ".");
      return ExitCode.SOFTWARE;
    }
    return target.print(
        target.ask(
            jvm, AgentRequest.DETACH, Map.of(), LIMIT, "restoring classes, sending the rest …"));
  }
}
