package io.plumbline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks into what agents have stored and not delivered yet. */
@Command(
    name = "spool",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    subcommands = {
      SpoolLsCommand.class,
      SpoolShowCommand.class,
      SpoolVerifyCommand.class,
      SpoolExportCommand.class,
      SpoolEraseCommand.class
    },
    description = {
      "Looks into what agents have stored and not delivered yet: where they run, or in a copy on"
          + " another machine. Living processes are not disturbed.",
      "",
      "What is shown are captured values: treat it like the model's input."
    })
final class SpoolCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
