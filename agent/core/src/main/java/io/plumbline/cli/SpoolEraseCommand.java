package io.plumbline.cli;

import io.plumbline.cli.spool.Erasing;
import io.plumbline.cli.spool.JsonOption;
import io.plumbline.cli.spool.Progress;
import io.plumbline.cli.spool.Quantity;
import io.plumbline.cli.spool.StreamsArgument;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.ErasureRequest.Condition;
import io.plumbline.spool.ErasureTally;
import io.plumbline.spool.QuarantineErasure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Erases what was stored of somebody. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    description = {
      "Erases the values of somebody's inferences, in place: features, prediction, exception"
          + " message, correlation id. That there was a call stays, and counts. A living process"
          + " does it itself, when it is asked by this command; it is not stopped.",
      "",
      "The value is what the application had. It is put through the redaction rules by which each"
          + " record was made, and looked for as its hash under redaction.key of the service. Where"
          + " a rule makes the same of several values (mask, truncate, round, bucket), a record may"
          + " be somebody else's: it is counted, and left unless --include-ambiguous is given."
          + " Noise cannot be searched. What was delivered is out of reach."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all was searched, and what was found is erased",
      "1:something could not be searched or erased, or was left as ambiguous; what, is said",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  java -jar plumbline.jar spool erase DIR --where customer_id=4711 --dry-run",
      "  java -jar plumbline.jar spool erase DIR --model churn --where name=Smith --where age=47"
    })
final class SpoolEraseCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private StreamsArgument argument;

  @Option(
      names = "--where",
      required = true,
      paramLabel = "FEATURE=VALUE",
      description = "Given more than once, all must hold in one row.")
  private List<String> where = List.of();

  @Option(names = "--model", paramLabel = "NAME", description = "Of this model only.")
  private @Nullable String model;

  @Option(
      names = "--include-ambiguous",
      description =
          "Also erases records that hold what a rule made of the value, and of others: more than"
              + " the subject's may go.")
  private boolean includeAmbiguous;

  @Option(names = "--dry-run", description = "Only says what would be erased.")
  private boolean dryRun;

  @Option(
      names = "--hash-key",
      paramLabel = "FILE",
      description = "Another redaction.key that may have been in use.")
  private List<Path> hashKeys = List.of();

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Patience with a living process (default: ${DEFAULT-VALUE}).")
  private long waitSeconds;

  @Mixin
  @SuppressWarnings("NullAway.Init") // likewise
  private JsonOption json;

  @Spec
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  private final List<Map<String, Object>> told = new ArrayList<>();
  private int status = ExitCode.OK;

  @Override
  public Integer call() throws InterruptedException {
    ErasureRequest request = ErasureRequest.of(conditions(), model, includeAmbiguous, dryRun);
    Duration patience = Duration.ofSeconds(waitSeconds);
    Erasing erasing = new Erasing(request, argument.keys(), hashKeys, patience);
    Progress progress = new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled());
    Set<Path> services = new LinkedHashSet<>();
    try {
      List<Path> streams = argument.streams();
      for (Path stream : streams) {
        progress.at(told.size() + " of " + Quantity.count(streams.size(), "stream"));
        services.add(stream.toAbsolutePath().getParent());
        erase(stream, erasing::inStream);
      }
      for (Path service : services) {
        if (Files.isDirectory(QuarantineErasure.directoryOf(service))) {
          erase(
              QuarantineErasure.directoryOf(service), quarantine -> erasing.inQuarantine(service));
        }
      }
    } catch (IOException e) {
      failed(argument.directory(), e);
    }
    progress.done();
    json.print(told);
    return status;
  }

  private interface Step {
    ErasureTally in(Path directory) throws IOException, InterruptedException;
  }

  private void erase(Path directory, Step step) throws InterruptedException {
    try {
      tell(directory, step.in(directory));
    } catch (IOException | UncheckedIOException e) {
      if (Files.exists(directory)) { // else it was delivered meanwhile
        failed(directory, e);
      }
    }
  }

  private List<Condition> conditions() {
    List<Condition> conditions = new ArrayList<>();
    for (String each : where) {
      int equals = each.indexOf('=');
      if (equals <= 0) {
        throw new ParameterException(spec.commandLine(), "--where is FEATURE=VALUE");
      }
      conditions.add(new Condition(each.substring(0, equals), each.substring(equals + 1)));
    }
    return conditions;
  }

  private void tell(Path directory, ErasureTally tally) {
    boolean whole =
        tally.notSearchable()
                + tally.ambiguous()
                + tally.unreadable()
                + tally.withoutKey()
                + tally.unsearchedFiles()
            == 0;
    status = whole ? status : ExitCode.SOFTWARE;
    if (json.isWanted()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("directory", directory.toString());
      object.put("dryRun", dryRun);
      object.put("searched", tally.searched());
      object.put("erased", tally.erased());
      object.put("erasedAmbiguous", tally.erasedAmbiguous());
      object.put("ambiguous", tally.ambiguous());
      object.put("notSearchable", tally.notSearchable());
      object.put("unreadable", tally.unreadable());
      object.put("withoutKey", tally.withoutKey());
      object.put("damagedFiles", tally.unsearchedFiles());
      told.add(object);
    } else {
      told.add(Map.of());
      spec.commandLine().getOut().println(directory + ": " + text(tally));
    }
  }

  private String text(ErasureTally tally) {
    StringBuilder text = new StringBuilder();
    text.append(Quantity.count(tally.erased())).append(dryRun ? " to erase" : " erased");
    text.append(" of ").append(Quantity.count(tally.searched(), "record"));
    more(text, tally.erasedAmbiguous(), "of these may be somebody else's");
    more(
        text,
        tally.ambiguous(),
        "left: a rule made the same of several values; --include-ambiguous erases them");
    more(
        text,
        tally.notSearchable(),
        "not searchable: the feature was not kept, has noise, or rules or key are not known");
    more(text, tally.unreadable(), "make no sense");
    more(text, tally.withoutKey(), "under a key that is not given");
    more(text, tally.unsearchedFiles(), "with damage that cannot be searched; remove them");
    return text.toString();
  }

  private static void more(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append("; ").append(Quantity.count(count)).append(' ').append(what);
    }
  }

  private void failed(Path path, Exception e) {
    status = ExitCode.SOFTWARE;
    spec.commandLine().getErr().println(path + ": " + StreamsArgument.reason(e));
  }
}
