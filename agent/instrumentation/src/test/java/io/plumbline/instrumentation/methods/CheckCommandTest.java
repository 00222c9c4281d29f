package io.plumbline.instrumentation.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.cli.Environment;
import io.plumbline.cli.PlumblineCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code check}, against classes that are compiled for it. */
class CheckCommandTest {
  private static final String SCORER =
      """
      package com.acme;
      import java.util.*;
      import java.util.concurrent.CompletableFuture;
      public class Scorer implements Scoring<Features> {
        static { if (true) throw new IllegalStateException("initialised"); }
        public String version;
        public record Prediction(String label, double probability, Map<String, Double> all) {}
        public Prediction score(Map<String, Double> features) { return null; }
        public Prediction score(double[] features) { return null; }
        public Optional<CompletableFuture<Prediction>> later(Features features) { return null; }
        public List<Prediction> many(List<Features> batch) { return null; }
        public Object any(Features f) { return null; }
        public Base based(Features f) { return null; }
        @Override public double ask(Features features) { return 0; }
        public abstract static class Base {}
        public static final class Derived extends Base { public double getScore() { return 0; } }
      }
      """;
  private static final String OTHERS =
      """
      package com.acme;
      interface Scoring<F> { double ask(F features); default F echo(F f) { return f; } }
      class Features { public double getAmount() { return 0; } public Thread getThread() { return null; } }
      interface Unused { int nobody(int x); }
      """;

  @TempDir static Path folder;

  /** Its exit status and what it printed. */
  private record Run(int status, String out, String err) {}

  @BeforeAll
  static void compile() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path scorer = Files.writeString(sources.resolve("Scorer.java"), SCORER);
    Path others = Files.writeString(sources.resolve("Scoring.java"), OTHERS);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                classes.toString(),
                scorer.toString(),
                others.toString());
    assertThat(status).isZero();
  }

  @Test
  void everythingThatIsThereIsFoundWithoutRunningIt() throws IOException {
    Run run =
        check(
            """
            methods:
              - class: com.acme.Scorer
                method: score(java.util.Map)
                model: {name: churn, version: this.version}
                features: arg0
                prediction: {label: return.label, score: return.probability, probabilities: return.all}
              - class: com.acme.Scorer
                method: later
                features: {amount: arg0.amount}
                prediction: {label: return.label}
              - class: com.acme.Scorer
                method: many
                features: arg0
                prediction: {label: "return[*].label", score: "return[0].probability"}
              - class: com.acme.Scoring
                method: ask
                features: arg0
            """);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out().lines())
        .contains(
            "com.acme.Scorer#score(java.util.Map) matches com.acme.Scorer.score(java.util.Map)",
            "com.acme.Scorer#many matches com.acme.Scorer.many(java.util.List)",
            "com.acme.Scoring#ask matches com.acme.Scorer.ask(com.acme.Features)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          com.acme.Scorr    | score   | arg0        | return       | methods[0].class: no class or interface is named com.acme.Scorr; did you mean com.acme.Scorer?
          org.other.Scorer  | score   | arg0        | return       | there is com.acme.Scorer
          com.acme.Scorer   | scor    | arg0        | return       | com.acme.Scorer has no scor; did you mean score?
          com.acme.Scorer   | score(int) | arg0     | return       | score is there as score(
          com.acme.Unused   | nobody  | arg0        | return       | has no body, and no class here implements it
          com.acme.Scorer   | later   | arg1        | return       | arg1: the method has 1 arguments, no arg1
          com.acme.Scorer   | later   | arg0.amont  | return       | com.acme.Features has no amont; did you mean amount?
          com.acme.Scorer   | later   | arg0        | return.labl  | com.acme.Scorer$Prediction has no labl; did you mean label?; it has label, probability, all
          com.acme.Scorer   | later   | arg0        | return.all   | return.all is java.util.Map, which is no label
          com.acme.Scorer   | later   | arg0.thread | return.label | arg0.thread is java.lang.Thread, which is no feature
          com.acme.Scorer   | score(double[]) | arg0[*] | return.label | double[] has no elements, so no [*]
          com.acme.Scorer   | many    | arg0        | return.label | java.util.List has no label
          com.acme.Scorer   | later   | arg0        | return["x"]  | com.acme.Scorer$Prediction is no map
          """)
  void whatIsNotThereIsSaidWithWhatIs(
      String type, String method, String features, String label, String expected)
      throws IOException {
    Run run = check(entry(type, method, features, label));

    assertThat(run.status()).as(run.toString()).isOne();
    assertThat(run.err()).contains(expected);
    assertThat(run.out()).doesNotContain("is right");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          any   | return.label | return.label is known only when it is called: java.lang.Object may be anything
          based | return.score | only some subtypes of com.acme.Scorer$Base have score
          """)
  void whatOnlyACallTellsIsANote(String method, String label, String expected) throws IOException {
    Run run = check(entry("com.acme.Scorer", method, "arg0", label));

    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.err()).contains("note: methods[0].prediction.label").contains(expected);
  }

  @Test
  void jarInASpringBootJarIsLookedInto() throws IOException {
    Path inner = jar("scorer.jar", "", folder.resolve("classes"));
    Path outer = folder.resolve("server.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(outer))) {
      out.putNextEntry(new JarEntry("BOOT-INF/lib/scorer.jar"));
      Files.copy(inner, out);
      out.closeEntry();
    }

    Run run = check(entry("com.acme.Scorer", "later", "arg0", "return.label"), outer);

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("matches com.acme.Scorer.later(com.acme.Features)");
  }

  @Test
  void classThatLacksWhatItNeedsIsSaid() throws IOException {
    Path alone = Files.createDirectories(folder.resolve("alone/com/acme"));
    Files.copy(folder.resolve("classes/com/acme/Scorer.class"), alone.resolve("Scorer.class"));

    Run run =
        check(entry("com.acme.Scorer", "later", "arg0", "return.label"), folder.resolve("alone"));

    assertThat(run.status()).isOne();
    assertThat(run.err()).contains("com.acme.Scorer cannot be loaded; what it needs is missing");
  }

  @Test
  void jsonSaysTheSame() throws IOException {
    Path yaml = yaml(entry("com.acme.Scorer", "later", "arg0", "return.labl"));
    Run run = run("check", yaml, "--json", "--class-path", folder.resolve("classes"));

    assertThat(run.status()).isOne();
    assertThat(run.out())
        .contains("\"valid\":false")
        .contains("\"matches\":[\"com.acme.Scorer.later(com.acme.Features)\"]")
        .contains("\"severity\":\"error\"")
        .contains("\"where\":\"methods[0].prediction.label\"")
        .contains("\"line\":5,\"column\":25");
  }

  @Test
  void findingHasLineAndColumn() throws IOException {
    Run run = check(entry("com.acme.Scorr", "score", "arg0", "return"));
    assertThat(run.err()).contains("plumbline.yaml:2:12: methods[0].class: no class");

    run = check(entry("com.acme.Scorer", "later", "arg0.amont", "return.label"));
    assertThat(run.err()).contains("plumbline.yaml:4:15: methods[0].features: arg0.amont");

    run = check(entry("com.acme.Scorer", "any", "arg0", "return.label"));
    assertThat(run.err()).contains("plumbline.yaml:5:25: note: methods[0].prediction.label");
  }

  @Test
  void findingInAShortEntryIsAtTheEntry() throws IOException {
    Run run = check("methods: [com.acme.Scorer#later, com.acme.Scorer#scor]\n");

    assertThat(run.status()).isOne();
    assertThat(run.err()).contains("plumbline.yaml:1:34: methods[1].method: com.acme.Scorer");
  }

  private static String entry(String type, String method, String features, String label) {
    return """
    methods:
      - class: %s
        method: '%s'
        features: '%s'
        prediction: {label: '%s'}
    """
        .formatted(type, method, features, label);
  }

  private static Run check(String yaml) throws IOException {
    return check(yaml, folder.resolve("classes"));
  }

  private static Run check(String yaml, Path classPath) throws IOException {
    return run("check", yaml(yaml), "--class-path", classPath);
  }

  private static Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("plumbline.yaml"), text);
  }

  private static Path jar(String name, String prefix, Path classes) throws IOException {
    Path jar = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(prefix + classes.relativize(file)));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private static Run run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument.toString());
    }
    int status =
        new CommandLine(new PlumblineCommand(new Environment(Map.of(), Map.of())))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(texts.toArray(String[]::new));
    return new Run(status, out.toString(), err.toString());
  }
}
