package io.plumbline.cli;

import io.plumbline.cli.spool.ExportOutcome;
import io.plumbline.cli.spool.ExportTarget;
import io.plumbline.cli.spool.JsonOption;
import io.plumbline.cli.spool.Progress;
import io.plumbline.cli.spool.StreamDelivery;
import io.plumbline.cli.spool.StreamsArgument;
import io.plumbline.export.ExportOptions;
import io.plumbline.export.OtlpExporter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Delivers what dead processes left, from wherever it was carried to. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Delivers the streams of dead processes as their agent would have: the same trace and span"
          + " ids, the same service.instance.id, the last point of each metric under the start time"
          + " of the process.",
      "",
      "What the receiver has taken is noted in the spool. After an interruption the same command"
          + " goes on from there; after the end it says so and sends nothing. Nothing is removed"
          + " without --remove. Streams of living processes are left to them.",
      "",
      "Headers, TLS, compression and timeout are also taken from the OTEL_EXPORTER_OTLP_*"
          + " variables, as the agent takes them: a key in the environment is not seen by ps."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all of it has arrived, now or before",
      "1:something has not, and is said",
      "2:wrong usage"
    },
    footer = {
      "",
      "Example:",
      "  java -jar plumbline.jar spool export --endpoint http://collector:4318 carried/plumbline"
    })
final class SpoolExportCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private StreamsArgument argument;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      required = true,
      description =
          "As OTEL_EXPORTER_OTLP_ENDPOINT: for http/protobuf, /v1/traces and /v1/metrics are"
              + " appended.")
  @SuppressWarnings("NullAway.Init") // likewise
  private URI endpoint;

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      description = "http/protobuf (the default) or grpc.")
  private @Nullable String protocol;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "Sent with every request; may be repeated.")
  private final Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--give-up-after",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long to wait for a receiver that does not answer, or says later (default:"
              + " ${DEFAULT-VALUE}).")
  private long giveUpAfterSeconds;

  /** At most one of them. */
  static final class Afterwards {
    @Option(names = "--keep", description = "Leaves delivered streams where they are: the default.")
    @SuppressWarnings("UnusedVariable") // says what happens anyway
    private boolean keep;

    @Option(
        names = "--remove",
        description = "Removes each stream once all of it has arrived, and only then.")
    private boolean remove;
  }

  @ArgGroup private final @Nullable Afterwards afterwards = null;

  @Option(
      names = "--progress",
      paramLabel = "DIR",
      description =
          "Notes what was taken here instead: for a spool that cannot be written. Give the same"
              + " directory again to go on.")
  private @Nullable Path progressDirectory;

  @Option(
      names = "--any-owner",
      description = "Also takes streams that belong to another user or that others may write to.")
  private boolean anyOwner;

  @Mixin
  @SuppressWarnings("NullAway.Init") // likewise
  private JsonOption json;

  @Spec
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    ExportOptions target = target();
    List<ExportOutcome> outcomes = new ArrayList<>();
    try (OtlpExporter exporter = new OtlpExporter(target, Clock.systemUTC())) {
      StreamDelivery delivery =
          new StreamDelivery(
              exporter,
              named(endpoint),
              Duration.ofSeconds(giveUpAfterSeconds),
              afterwards != null && afterwards.remove,
              argument.keys());
      for (Path stream : argument.streams()) {
        ExportOutcome outcome = deliver(delivery, stream);
        outcomes.add(outcome);
        if (!json.isWanted()) {
          spec.commandLine().getOut().println(outcome);
        }
      }
    } catch (IOException e) {
      spec.commandLine().getErr().println(argument.directory() + ": " + StreamsArgument.reason(e));
      return ExitCode.SOFTWARE;
    }
    print(outcomes);
    return outcomes.stream().allMatch(ExportOutcome::isWhole) ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /** Without user and password. */
  private static String named(URI endpoint) {
    return endpoint.toString().replaceFirst("//[^/@]*@", "//");
  }

  private ExportOptions target() {
    try {
      return ExportTarget.of(endpoint, protocol, headers, Environment.of(spec).variables());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private ExportOutcome deliver(StreamDelivery delivery, Path stream) throws InterruptedException {
    Progress progress = new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled());
    try {
      return delivery.deliver(argument.name(stream), stream, progressDirectory, anyOwner, progress);
    } finally {
      progress.done();
    }
  }

  private void print(List<ExportOutcome> outcomes) {
    if (json.isWanted()) {
      json.print(outcomes.stream().map(ExportOutcome::json).toList());
    } else if (outcomes.isEmpty()) {
      spec.commandLine().getErr().println("No streams below " + argument.directory());
    }
  }
}
