package io.plumbline.cli;

import io.plumbline.cli.spool.Columns;
import io.plumbline.cli.spool.JsonOption;
import io.plumbline.cli.spool.Progress;
import io.plumbline.cli.spool.Quantity;
import io.plumbline.cli.spool.StreamRow;
import io.plumbline.cli.spool.StreamsArgument;
import io.plumbline.spool.StoredStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the streams of a spool. */
@Command(
    name = "ls",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    description = {
      "Lists the streams of a spool: one for each process that had something to store. LAG is how"
          + " long the oldest inference waits that nobody has acknowledged.",
      "",
      "STATE is what can be seen from here: a process in another container looks dead."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:listed", "1:something could not be read", "2:wrong usage"},
    footer = {"", "Example:", "  java -jar plumbline.jar spool ls /var/spool/plumbline"})
final class SpoolLsCommand implements Callable<Integer> {
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
    try {
      print(rows(argument.streams()));
    } catch (IOException e) {
      failed(argument.directory(), e);
    }
    return status;
  }

  private List<StreamRow> rows(List<Path> streams) {
    Progress progress = new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled());
    List<StreamRow> rows = new ArrayList<>();
    for (Path stream : streams) {
      progress.at(rows.size() + " of " + Quantity.count(streams.size(), "stream"));
      try {
        rows.add(
            StreamRow.of(
                argument.name(stream), StoredStream.read(stream, argument.keys()), Instant.now()));
      } catch (IOException e) {
        if (Files.exists(stream)) { // else it was delivered meanwhile
          failed(stream, e);
        }
      }
    }
    progress.done();
    return rows;
  }

  private void print(List<StreamRow> rows) {
    if (json.isWanted()) {
      json.print(rows.stream().map(StreamRow::json).toList());
    } else if (rows.isEmpty()) {
      spec.commandLine().getErr().println("No streams below " + argument.directory());
    } else {
      Columns columns = StreamRow.columns();
      rows.forEach(row -> columns.add(row.texts()));
      spec.commandLine().getOut().print(columns);
      spec.commandLine().getOut().flush();
    }
  }

  private void failed(Path path, IOException e) {
    status = ExitCode.SOFTWARE;
    spec.commandLine().getErr().println(path + ": " + StreamsArgument.reason(e));
  }
}
