package io.plumbline.cli;

import io.plumbline.cli.check.Finding;
import io.plumbline.cli.check.GivenClassPath;
import io.plumbline.cli.check.MethodCheck;
import io.plumbline.cli.spool.Progress;
import io.plumbline.cli.spool.Quantity;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigPlaces;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.MethodConfig;
import io.plumbline.config.Position;
import io.plumbline.diagnostics.Json;
import io.plumbline.intercept.ConfiguredInstrumentations;
import io.plumbline.intercept.HookSearch;
import io.plumbline.intercept.InferenceInstrumentation;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a configuration before a server starts with it. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    sortOptions = false,
    description = {
      "Validates a configuration. With a class path it also looks for what each entry of methods"
          + " names, and for what each path leads to; where that is not there, it names what is."
          + " Classes are read, none of their code runs.",
      "",
      "Variables that the file names are those of this command."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:right; notes and warnings may be printed",
      "1:wrong: stderr, or the JSON object, says where and what",
      "2:wrong usage"
    },
    footer = {
      "",
      "Examples:",
      "  java -jar plumbline.jar check plumbline.yaml",
      "  java -jar plumbline.jar check plumbline.yaml --class-path server.jar lib/scorer.jar"
    })
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The configuration.")
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private Path file;

  @Option(
      names = "--class-path",
      arity = "1..*",
      paramLabel = "DIR_OR_JAR",
      description =
          "Where the server's classes are; jars within a Spring Boot jar are looked into.")
  private List<String> classPath = List.of();

  @Option(names = "--json", description = "Prints the result as a JSON object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // likewise
  private CommandSpec spec;

  private @Nullable ConfigPlaces places;

  @Override
  public Integer call() throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String each : classPath) {
      for (String part : each.split(File.pathSeparator, -1)) {
        entries.add(Path.of(part));
      }
    }
    for (Path entry : entries) {
      if (!Files.exists(entry)) {
        err().println("there is no " + entry);
        return ExitCode.USAGE;
      }
    }
    ConfigSources sources =
        ConfigSources.of(file.toString(), Map.of(), Environment.of(spec).variables());
    try {
      AgentConfig config = AgentConfig.load(sources);
      places = ConfigPlaces.of(sources);
      return report(config, entries.isEmpty() ? null : check(config, entries));
    } catch (ConfigException e) {
      return refuse(e);
    }
  }

  private List<MethodCheck> check(AgentConfig config, List<Path> entries) throws IOException {
    List<MethodCheck> checks = new ArrayList<>();
    Progress progress = new Progress(err(), Ansi.AUTO.enabled());
    try (GivenClassPath given =
        GivenClassPath.read(
            entries, read -> progress.at(Quantity.count(read, "class file") + " read"))) {
      for (int i = 0; i < config.methods().size(); i++) {
        MethodConfig method = config.methods().get(i);
        HookSearch search = new HookSearch(instrumentation(config, method));
        checks.add(MethodCheck.of("methods[" + i + "]", method, search, given));
      }
    } finally {
      progress.done();
    }
    return checks;
  }

  /** The one that the agent would make of this entry. */
  private static InferenceInstrumentation instrumentation(AgentConfig config, MethodConfig method) {
    ClassLoader agent = CheckCommand.class.getClassLoader();
    return ServiceLoader.load(ConfiguredInstrumentations.class, agent).stream()
        .flatMap(provider -> provider.get().of(config).stream())
        .filter(each -> each.hooks().stream().anyMatch(hook -> method.equals(hook.settings())))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nothing instruments " + method));
  }

  private int report(AgentConfig config, @Nullable List<MethodCheck> checks) {
    List<Finding> findings = new ArrayList<>();
    if (checks != null) {
      checks.forEach(check -> findings.addAll(check.findings()));
    }
    boolean isRight = findings.stream().noneMatch(Finding::isError);
    if (json) {
      out().println(Json.write(json(config, checks, isRight)));
    } else {
      print(config, checks, findings, isRight);
    }
    return isRight ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(
      AgentConfig config,
      @Nullable List<MethodCheck> checks,
      List<Finding> findings,
      boolean isRight) {
    config.warnings().forEach(warning -> err().println("warning: " + warning));
    for (Finding finding : findings) {
      Position position = position(finding);
      err()
          .println(
              (position == null ? file : position)
                  + ": "
                  + (finding.isError() ? "" : "note: ")
                  + finding);
    }
    if (checks != null) {
      for (MethodCheck check : checks) {
        check.matches().forEach(match -> out().println(check.config() + " matches " + match));
      }
    } else if (!config.methods().isEmpty()) {
      err().println("note: methods are not looked for; --class-path says where the classes are");
    }
    if (isRight) {
      out().println(Ansi.AUTO.string("@|green " + file + " is right|@"));
    }
  }

  /** Null for what is not written in the file. */
  private @Nullable Position position(Finding finding) {
    return places == null ? null : places.of(finding.where());
  }

  private Map<String, Object> json(
      AgentConfig config, @Nullable List<MethodCheck> checks, boolean isRight) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("valid", isRight);
    json.put("warnings", config.warnings());
    if (checks != null) {
      json.put("methods", checks.stream().map(this::json).toList());
    }
    return json;
  }

  private Map<String, Object> json(MethodCheck check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", check.config().toString());
    json.put("matches", check.matches());
    json.put("findings", check.findings().stream().map(this::json).toList());
    return json;
  }

  private Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("severity", finding.isError() ? "error" : "note");
    json.put("where", finding.where());
    json.put("message", finding.message());
    addPosition(position(finding), json);
    return json;
  }

  private int refuse(ConfigException e) {
    if (!json) {
      err().println(e.getMessage());
      return ExitCode.SOFTWARE;
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("valid", false);
    object.put("error", String.valueOf(e.getMessage()));
    addPosition(e.position(), object);
    out().println(Json.write(object));
    return ExitCode.SOFTWARE;
  }

  private static void addPosition(@Nullable Position position, Map<String, Object> json) {
    if (position != null) {
      json.put("line", position.line());
      json.put("column", position.column());
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
