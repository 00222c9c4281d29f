package io.plumbline.cli.spool;

import io.plumbline.diagnostics.Json;
import java.util.Collection;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json} of the commands that say something of each stream. */
public final class JsonOption {
  @Option(names = "--json", description = "Prints an array with an object for each stream.")
  private boolean wanted;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  /** Whether nothing else is to be printed on stdout. */
  public boolean isWanted() {
    return wanted;
  }

  /** The array, if it is wanted. */
  public void print(Collection<? extends Map<String, ?>> streams) {
    if (wanted) {
      spec.commandLine().getOut().println(Json.write(streams));
    }
  }
}
