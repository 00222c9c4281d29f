package io.plumbline.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code java -jar plumbline.jar}: lists the commands. */
@Command(
    name = "plumbline",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    subcommands = {
      AttachCommand.class,
      CheckCommand.class,
      DetachCommand.class,
      DiscoverCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      ReceiveCommand.class,
      SpoolCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    description = {
      "Captures every inference of a JVM model server as OpenTelemetry spans and metrics.",
      "",
      "As an agent:  java -javaagent:plumbline.jar -jar server.jar"
    })
public final class PlumblineCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  private final Environment environment;

  public PlumblineCommand() {
    this(Environment.ofProcess());
  }

  /**
   * @param environment in place of that of this process
   */
  public PlumblineCommand(Environment environment) {
    this.environment = environment;
  }

  /** Ends this JVM, which was started for nothing else, with the command's exit status. */
  public static void main(String[] arguments) {
    CommandLine commandLine = new CommandLine(new PlumblineCommand());
    // The default would be the locale's, and under LANG=C has no lines to draw trees with.
    commandLine.setOut(
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            true));
    System.exit(commandLine.execute(arguments));
  }

  Environment environment() {
    return environment;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
