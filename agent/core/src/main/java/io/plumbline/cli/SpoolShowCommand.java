package io.plumbline.cli;

import io.plumbline.cli.spool.ShownStream;
import io.plumbline.cli.spool.StreamsArgument;
import io.plumbline.spool.StoredStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows stored inferences as the spans they become. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    description = {
      "Shows the newest inferences of each stream, oldest first, as the spans they are sent as;"
          + " those that the sampling only counts, too."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:shown", "1:something could not be read", "2:wrong usage"},
    footer = {
      "",
      "Examples:",
      "  java -jar plumbline.jar spool show --last 3 /var/spool/plumbline",
      "  java -jar plumbline.jar spool show --all --format otlp-json DIR > spans.jsonl"
    })
final class SpoolShowCommand implements Callable<Integer> {
  private static final long FOLLOW_MILLIS = 500;

  private static final String TEXT = "text";
  private static final String OTLP_JSON = "otlp-json";

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private StreamsArgument argument;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many of each stream (default: ${DEFAULT-VALUE}).")
  private long last;

  @Option(names = "--all", description = "All that are there.")
  private boolean all;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = TEXT,
      description =
          "text, a tree for each span; or otlp-json, a line for each OTLP request, as the"
              + " Collector's file exporter writes it (default: ${DEFAULT-VALUE}).")
  private String format = TEXT;

  @Option(
      names = "--follow",
      description = "Goes on with what is stored from now on, until Ctrl-C.")
  private boolean follow;

  @Spec
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  private final Map<Path, Long> shownUpTo = new HashMap<>();
  private int status = ExitCode.OK;

  @Override
  public Integer call() throws InterruptedException {
    if (last < 0) {
      throw new ParameterException(spec.commandLine(), "--last must not be negative");
    }
    boolean json = isJson();
    try {
      show(argument.streams(), json);
      while (follow) {
        TimeUnit.MILLISECONDS.sleep(FOLLOW_MILLIS);
        show(argument.streams(), json);
      }
    } catch (IOException e) {
      failed(argument.directory(), e);
    }
    return status;
  }

  private boolean isJson() {
    if (!format.equals(TEXT) && !format.equals(OTLP_JSON)) {
      throw new ParameterException(
          spec.commandLine(), format + " is not a format; use " + TEXT + " or " + OTLP_JSON);
    }
    return format.equals(OTLP_JSON);
  }

  private void show(List<Path> streams, boolean json) {
    if (streams.isEmpty() && shownUpTo.isEmpty() && !follow) {
      err().println("No streams below " + argument.directory());
    }
    for (Path path : streams) {
      try {
        show(path, json);
      } catch (IOException | UncheckedIOException e) {
        if (Files.exists(path)) { // else it was delivered meanwhile
          failed(path, e);
        }
      }
    }
  }

  private void show(Path path, boolean json) throws IOException {
    StoredStream stream = StoredStream.read(path, argument.keys());
    long before = all ? 0 : Math.max(0, stream.lastIndex() - last);
    long from = shownUpTo.getOrDefault(path, before);
    if (!new ShownStream(stream, spec.commandLine().getOut(), err(), json).showAfter(from)) {
      status = ExitCode.SOFTWARE;
      err().println(path + ": something cannot be read; spool verify says what");
    }
    shownUpTo.put(path, Math.max(from, stream.lastIndex()));
  }

  private void failed(Path path, Exception e) {
    status = ExitCode.SOFTWARE;
    err().println(path + ": " + StreamsArgument.reason(e));
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
