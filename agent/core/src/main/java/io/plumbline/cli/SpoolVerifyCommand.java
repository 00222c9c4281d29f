package io.plumbline.cli;

import io.plumbline.cli.spool.JsonOption;
import io.plumbline.cli.spool.Progress;
import io.plumbline.cli.spool.Quantity;
import io.plumbline.cli.spool.StreamsArgument;
import io.plumbline.cli.spool.Verification;
import io.plumbline.spool.StoredStream;
import io.plumbline.spool.StreamCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks for damage. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    description = {
      "Reads all of a spool and tells each damaged place with its file and offset: header, lengths,"
          + " checksums and order of the records, the ring, acknowledgement and checkpoint. Changes"
          + " nothing.",
      "",
      "A note is no damage: that is how a killed process, or a limit, leaves a spool."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:no damage", "1:damage, or something could not be read", "2:wrong usage"},
    footer = {"", "Example:", "  java -jar plumbline.jar spool verify /var/spool/plumbline"})
final class SpoolVerifyCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private StreamsArgument argument;

  @Mixin
  @SuppressWarnings("NullAway.Init") // likewise
  private JsonOption json;

  @Spec
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  private int status = ExitCode.OK;

  @Override
  public Integer call() {
    List<Verification> all = new ArrayList<>();
    try {
      for (Path path : argument.streams()) {
        Verification verification = verify(path);
        if (verification != null) {
          all.add(verification);
          status = verification.isDamaged() ? ExitCode.SOFTWARE : status;
          print(verification);
        }
      }
    } catch (IOException e) {
      failed(argument.directory(), e);
    }
    printTotal(all);
    return status;
  }

  /** Null when it cannot be read, or was delivered meanwhile. */
  private @Nullable Verification verify(Path path) {
    String name = argument.name(path);
    Progress progress = new Progress(err(), Ansi.AUTO.enabled());
    try {
      StoredStream stream = StoredStream.read(path, argument.keys());
      String of = " of " + Quantity.count(stream.records(), "record") + " read in " + name;
      StreamCheck check = StreamCheck.of(stream, read -> progress.at(Quantity.count(read) + of));
      return new Verification(name, stream, check);
    } catch (IOException | UncheckedIOException e) {
      if (Files.exists(path)) {
        failed(path, e);
      }
    } finally {
      progress.done();
    }
    return null;
  }

  private void print(Verification verification) {
    if (!json.isWanted()) {
      verification.lines().forEach(line -> out().println(Ansi.AUTO.string(line)));
    }
  }

  private void printTotal(List<Verification> all) {
    if (json.isWanted()) {
      json.print(all.stream().map(Verification::json).toList());
    } else if (all.isEmpty()) {
      err().println("No streams below " + argument.directory());
    } else if (all.size() > 1) {
      out().println(Verification.total(all));
    }
  }

  private void failed(Path path, Exception e) {
    status = ExitCode.SOFTWARE;
    err().println(path + ": " + StreamsArgument.reason(e));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
