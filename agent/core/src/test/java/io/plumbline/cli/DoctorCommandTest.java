package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.JsonReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorCommandTest {
  /** No process has it. */
  private static final long NOBODY = 999_999_999;

  private static final String STATUS =
      """
      {"version":1,"state":"running","reason":null,"written":"%s","intervalSeconds":10,
       "hints":[%s],
       "process":{"pid":%d,"jvm":"OpenJDK 17","directory":"/srv","agentVersion":"1.0","agentStarted":"%s"},
       "libraries":[{"name":"java","state":"woven","hooks":[{"type":"com.acme.Scorer","method":"score",
         "role":"inference","state":"woven","configured":true,"woven":[{"function":"com.acme.Scorer.score",
         "loader":"app","called":1234,"captured":1230,"dropped":{"ring_full":4},
         "last":{"time":"%s","model":"churn\\u001b[31m","label":"yes","score":0.5}}]}]}],
       "almost":[{"library":"java","wanted":"com.acme.Scorr.score","found":"class com.acme.Scorer",
         "why":"its name is a little different"}],
       "receivers":[{"signal":"traces","endpoint":"http://127.0.0.1:1/v1/traces","protocol":"http/protobuf",
         "state":"retrying","answer":"no answer","answered":"%s"},
         {"signal":"metrics","endpoint":"http://127.0.0.1:1/v1/metrics","protocol":"http/protobuf","state":"not_asked"}]}
      """;

  @TempDir private Path spool;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void tellsOfAProcessThatIsGoneWhatItSaidLast() throws IOException {
    write("", Instant.now());

    int status = run("--no-probe", spool.toString());

    assertThat(status).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("com.acme.Scorer.score", "1,234", "1,230", "score 0.5")
        .contains("com.acme.Scorr.score: there is class com.acme.Scorer")
        .contains("The process is gone")
        .doesNotContain("\u001b");
  }

  @Test
  void hintThatIsAProblemIsTheExitStatus() throws IOException {
    write(
        "{\"code\":\"no_such_class\",\"problem\":true,\"text\":\"No class Scorr\"}", Instant.now());

    assertThat(run("--no-probe", spool.toString())).isOne();
    assertThat(out.toString()).contains("1. The process is gone", "2. No class Scorr");
  }

  @Test
  void receiverThatDoesNotAnswerFromHereIsSaid() throws IOException {
    write("", Instant.now());

    int status = run("--json", spool.toString());

    assertThat(status).isOne();
    List<?> agents = (List<?>) Objects.requireNonNull(JsonReader.read(out.toString()));
    Map<?, ?> agent = (Map<?, ?>) agents.get(0);
    assertThat(agent.get("healthy")).isEqualTo(false);
    assertThat(String.valueOf(agent.get("findings")))
        .contains("receiver_unreachable_from_here", "process_gone");
    assertThat(String.valueOf(agent.get("probes"))).contains("answered=false");
    assertThat(String.valueOf(agent.get("status"))).contains("state=running");
  }

  @Test
  void livingProcessThatSaysNothingIsStale() throws IOException {
    write("", Instant.now().minusSeconds(300), ProcessHandle.current().pid());

    assertThat(run("--no-probe", spool.toString())).isOne();
    assertThat(out.toString()).contains("has said nothing for 30");
  }

  @Test
  void jvmWithoutTheAgentIsToldHowToGetIt() {
    int status = run("--no-probe", Long.toString(ProcessHandle.current().pid()));

    assertThat(status).isOne();
    assertThat(out.toString()).contains("There is no Plumbline in this JVM", "attach");
  }

  @Test
  void nobodyAndNothingAreRefusedInWords() {
    assertThat(run(Long.toString(NOBODY))).isEqualTo(3);
    assertThat(err.toString()).contains("There is no process " + NOBODY);
    assertThat(run(spool.toString())).isEqualTo(3);
    assertThat(err.toString()).contains("No agent has written a status.json");
    assertThat(run(spool.resolve("missing").toString())).isEqualTo(2);
  }

  private void write(String hints, Instant when) throws IOException {
    write(hints, when, NOBODY);
  }

  private void write(String hints, Instant when, long pid) throws IOException {
    Path stream = Files.createDirectories(spool.resolve("churn/20261128T120000Z-x"));
    Files.writeString(
        stream.resolve("status.json"), STATUS.formatted(when, hints, pid, when, when, when));
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "doctor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new CommandLine(new PlumblineCommand(new Environment(Map.of(), Map.of())))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
