package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.AgentBeanView;
import io.plumbline.it.harness.Answer;
import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.JarCommand;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.LivingFolder;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that the agent is given are in nothing that it writes, prints or answers. */
@Tag("at-rest")
class SecretsIT {
  private static final String TOKEN = "planted-token-4f1d";
  private static final String QUERY = "planted-query-77aa";
  private static final String HASH_KEY = "planted-redaction-key-0b6e";
  private static final String SPOOL_KEY = "5b0c3f".repeat(10) + "abcd";
  private static final String ASCII_OF_SPOOL_KEY = SPOOL_KEY.substring(0, 60);
  private static final SecretSearch SEARCH =
      new SecretSearch(List.of(TOKEN, QUERY, HASH_KEY, SPOOL_KEY, decoded(ASCII_OF_SPOOL_KEY)));

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;
  @TempDir private Path secrets;

  /** The bytes that it stands for. */
  private static String decoded(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.US_ASCII);
  }

  @OnEachJdk
  void plantedSecretsAreNowhere(Jdk jdk) throws IOException {
    // The receiver quotes what it refuses.
    receiver.answer(
        request -> Answer.unauthenticated().saying("unknown " + request.header("authorization")));
    LedgerHosts hosts = new LedgerHosts(directory, receiver, OtlpProtocol.HTTP);
    try (HostJvm host = started(hosts, jdk)) {
      host.awaitOutput("scoring");
      hosts.awaitLog("are not accepted at all");
      assertThat(host.ownLogs()).contains("unknown ***").contains("encrypted under key");
      assertNowhere("stdout", host.stdout());
      assertNowhere("stderr", host.stderr());
      assertNowhere("command line", commandLine(host.pid()));
      assertNowhere("MBean", AgentBeanView.text(host));
      commandsOnLivingOne(jdk, host.pid());
      host.kill9();
    }
    commandsOnSpool(jdk);
    for (Path file : new LivingFolder(spool()).files()) {
      assertThat(SEARCH.in(LivingFolder.bytes(file))).as(file.toString()).isEmpty();
    }
  }

  private HostJvm started(LedgerHosts hosts, Jdk jdk) throws IOException {
    Path token = Files.writeString(secrets.resolve("token"), TOKEN);
    hosts.configured(
        """
        export:
          headers: {authorization: "Bearer ${file:%s}"}
          traces: {endpoint: "%s/v1/traces?key=%s"}
        log: {level: debug}
        status: {interval: 1s}
        """
            .formatted(token, receiver.endpoint(OtlpProtocol.HTTP), QUERY));
    return hosts
        .next(jdk, 1, 500)
        .environment("PLUMBLINE_SPOOL_ENCRYPTION_KEY", SPOOL_KEY)
        .environment("PLUMBLINE_REDACTION_KEY", HASH_KEY)
        .start();
  }

  private void commandsOnLivingOne(Jdk jdk, long pid) {
    assertNowhere("explain", JarCommand.run(jdk, "explain", pid));
    assertNowhere("explain --json", JarCommand.run(jdk, "explain", "--json", pid));
    assertNowhere("doctor", JarCommand.run(jdk, "doctor", pid));
  }

  private void commandsOnSpool(Jdk jdk) throws IOException {
    Path key = Files.writeString(secrets.resolve("spool.key"), SPOOL_KEY);
    Path wrong = Files.writeString(secrets.resolve("wrong.key"), TOKEN);
    assertNowhere("spool ls", JarCommand.run(jdk, "spool", "ls", "--json", spool()));
    assertNowhere(
        "spool verify", JarCommand.run(jdk, "spool", "verify", "--key-file", key, spool()));
    assertNowhere("spool show", JarCommand.run(jdk, "spool", "show", "--key-file", key, spool()));
    JarCommand refused = JarCommand.run(jdk, "spool", "verify", "--key-file", wrong, spool());
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.stderr()).contains("is not a key of 32 bytes");
    assertNowhere("spool verify with a wrong key", refused);
  }

  @OnEachJdk
  void wrongSecretsAreRefusedWithoutBeingRepeated(Jdk jdk) {
    for (String yaml :
        List.of(
            "spool: {encryption: {key: " + TOKEN + "}}",
            "spool: {encryption: {old_keys: [" + TOKEN + "]}}",
            "redaction: {key: " + TOKEN + ", key_id: 'no id'}",
            "export: {endpoint: 'http://me:" + TOKEN + "@127.0.0.1:4318'}",
            "export: {headers: {authorization: \"" + TOKEN + "\\u00e9\"}}")) {
      LedgerHosts hosts =
          new LedgerHosts(directory, receiver, OtlpProtocol.HTTP).configured(yaml + "\n");
      try (HostJvm host = hosts.next(jdk, 1, 100, 10, "last_thread").start()) {
        assertThat(host.awaitExit(Await.DEFAULT_LIMIT)).isZero();
        assertThat(host.stderr()).as(yaml).contains("Agent is off");
        assertNowhere(yaml, host.stderr() + host.stdout());
      }
    }
  }

  private Path spool() {
    return directory.resolve("plumbline");
  }

  private static String commandLine(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
  }

  private static void assertNowhere(String what, JarCommand command) {
    assertNowhere(what, command.toString());
  }

  private static void assertNowhere(String what, String text) {
    assertThat(SEARCH.in(text.getBytes(StandardCharsets.UTF_8))).as(what + ": " + text).isEmpty();
  }
}
