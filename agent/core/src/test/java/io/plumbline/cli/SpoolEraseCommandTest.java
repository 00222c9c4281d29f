package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.export.PolicyFiles;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.NamePattern;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.RedactionTarget;
import io.plumbline.redact.ValueRule;
import io.plumbline.redact.Vocabularies;
import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the command says and ends with; in {@code ErasureIT} with processes that live. */
class SpoolEraseCommandTest {
  private static final String HASH_KEY = "a key of these hashes";
  private static final byte[] SPOOL_KEY = new byte[32];

  @RegisterExtension final RecorderExtension recorder = RecorderExtension.with(Values.ALL);

  @TempDir Path base;
  @TempDir Path elsewhere;
  private SpoolFixture spool;

  @BeforeEach
  void makeService() throws IOException {
    spool = new SpoolFixture(base, recorder);
    spool.dead('0', 0, 0);
    inForce();
  }

  /** The feature x is 0, 1, 2 and so on. */
  private void inForce(RedactionRule... rules) throws IOException {
    HashKey key = HashKey.of(HASH_KEY, null);
    RedactionPolicy policy =
        new RedactionPolicy(Values.ALL, false, List.of(rules), List.of(), key, new Vocabularies());
    InferenceRecorder.install(recorder.over(policy));
    new PolicyFiles(base.resolve("shop.fraud")).keep(policy);
  }

  private static RedactionRule rule(ValueRule rule, String yaml) {
    return new RedactionRule(
        null,
        RedactionTarget.FEATURE,
        List.of(new NamePattern("x")),
        rule,
        "{feature: x, " + yaml + "}");
  }

  @Test
  void valuesAreErasedAndCountedOnce() throws IOException {
    Path dead = spool.dead('a', 20, 3);

    CommandRun dry = CommandRun.of("spool", "erase", dead, "--where", "x=7", "--dry-run");
    CommandRun run = CommandRun.of("spool", "erase", dead, "--where", "x=7");
    CommandRun inRing = CommandRun.of("spool", "erase", dead, "--where", "x=21");
    CommandRun again = CommandRun.of("spool", "erase", dead, "--where", "x=7");

    assertThat(dry.out()).isEqualTo(dead + ": 1 to erase of 23 records\n");
    assertThat(run.out()).isEqualTo(dead + ": 1 erased of 23 records\n");
    assertThat(inRing.out()).isEqualTo(dead + ": 1 erased of 23 records\n");
    assertThat(again.out()).isEqualTo(dead + ": 0 erased of 23 records\n");
    assertThat(Stream.of(dry, run, inRing, again).map(CommandRun::status)).containsOnly(0);
    assertThat(Stream.of(dry, run, inRing, again).map(CommandRun::err)).containsOnly("");
    CommandRun verified = CommandRun.of("spool", "verify", dead);
    assertThat(verified.status()).as(verified.toString()).isZero();
  }

  @Test
  void jsonHasTheNumbers() throws IOException {
    Path dead = spool.dead('a', 20, 3);

    assertThat(CommandRun.of("spool", "erase", dead, "--where", "x=7", "--json").json())
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("directory", dead.toString())
        .containsEntry("dryRun", false)
        .containsEntry("searched", 23)
        .containsEntry("erased", 1)
        .containsEntry("erasedAmbiguous", 0)
        .containsEntry("ambiguous", 0)
        .containsEntry("notSearchable", 0)
        .containsEntry("unreadable", 0)
        .containsEntry("withoutKey", 0)
        .containsEntry("damagedFiles", 0);
  }

  @Test
  void whatMayBeSomebodyElsesIsLeftUnlessItIsSaid() throws IOException {
    inForce(rule(ValueRule.bucket(new double[] {0, 10}, true), "rule: bucket, edges: [0, 10]"));
    Path dead = spool.dead('a', 20, 0);

    CommandRun left = CommandRun.of("spool", "erase", dead, "--where", "x=7");
    CommandRun dry =
        CommandRun.of("spool", "erase", dead, "--where", "x=7", "--include-ambiguous", "--dry-run");
    CommandRun all = CommandRun.of("spool", "erase", dead, "--where", "x=7", "--include-ambiguous");

    assertThat(left.status()).isEqualTo(1);
    assertThat(left.out()).contains("0 erased of 20 records; 10 left: a rule made the same");
    assertThat(dry.out()).contains("10 to erase of 20 records; 10 of these may be somebody");
    assertThat(all.status()).isZero();
    assertThat(all.out()).contains("10 erased of 20 records; 10 of these may be somebody else's");
    assertThat(CommandRun.of("spool", "erase", dead, "--where", "x=7").out())
        .contains("0 erased of 20 records\n");
  }

  @Test
  void hashesAreFoundUnderTheKeyThatIsGiven() throws IOException {
    inForce(rule(ValueRule.hash(), "rule: hash"));
    Path dead = spool.dead('a', 20, 0);
    Path key = Files.writeString(elsewhere.resolve("hash.key"), HASH_KEY + "\n");

    CommandRun without = CommandRun.of("spool", "erase", dead, "--where", "x=7");
    CommandRun with = CommandRun.of("spool", "erase", dead, "--where", "x=7", "--hash-key", key);

    assertThat(without.status()).isEqualTo(1);
    assertThat(without.out()).contains("0 erased of 20 records; 20 not searchable");
    assertThat(with.status()).as(with.toString()).isZero();
    assertThat(with.out()).contains("1 erased of 20 records\n");
  }

  @Test
  void recordsOfUnknownRulesAreToldAsNotSearchable() throws IOException {
    Path dead = spool.dead('a', 20, 0);
    try (Stream<Path> files = Files.list(base.resolve("shop.fraud"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        Files.delete(file);
      }
    }

    CommandRun run = CommandRun.of("spool", "erase", dead, "--where", "x=7");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("1 erased of 20 records; 19 not searchable");
  }

  @Test
  void encryptedStreamNeedsItsKeyFile() throws Exception {
    Path dead = spool.encrypted(SPOOL_KEY).dead('a', 20, 0);
    byte[] another = SPOOL_KEY.clone();
    another[0] = 1;
    Path key = keyFile("spool.key", SPOOL_KEY);
    Path other = keyFile("other.key", another);

    CommandRun without = CommandRun.of("spool", "erase", dead, "--where", "x=7");
    CommandRun under = CommandRun.of("spool", "erase", dead, "--where", "x=7", "--key-file", other);
    CommandRun with =
        CommandRun.of(
            "spool", "erase", dead, "--where", "x=7", "--key-file", other, "--key-file", key);

    for (CommandRun run : List.of(without, under)) {
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("it is encrypted under key ", "which is not given");
    }
    assertThat(with.status()).as(with.toString()).isZero();
    assertThat(with.out()).contains("1 erased of 20 records\n");
    CommandRun verified = CommandRun.of("spool", "verify", dead, "--key-file", key);
    assertThat(verified.status()).as(verified.toString()).isZero();
  }

  private Path keyFile(String name, byte[] key) throws IOException {
    return Files.writeString(elsewhere.resolve(name), HexFormat.of().formatHex(key) + "\n");
  }

  @Test
  void keyFileThatHoldsNoKeyIsRefusedWithoutBeingRepeated() throws IOException {
    Path file = Files.writeString(elsewhere.resolve("spool.key"), "hunter2");
    for (String command : List.of("ls", "show", "verify")) {
      CommandRun run = CommandRun.of("spool", command, base, "--key-file", file);
      assertRefused(run, file + " is not a key of 32 bytes");
    }
    CommandRun erase = CommandRun.of("spool", "erase", base, "--where", "x=7", "--key-file", file);
    assertRefused(erase, file + " is not a key of 32 bytes");
  }

  @Test
  void whatIsNoConditionIsWrongUsage() throws IOException {
    assertRefused(CommandRun.of("spool", "erase", base), "--where");
    assertRefused(CommandRun.of("spool", "erase", base, "--where", "x"), "FEATURE=VALUE");
    assertRefused(CommandRun.of("spool", "erase", base, "--where", "=7"), "FEATURE=VALUE");
  }

  private static void assertRefused(CommandRun run, String why) {
    assertThat(run.status()).as(run.toString()).isEqualTo(2);
    assertThat(run.err()).contains(why).doesNotContain("hunter2");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void livingProcessThatDoesNotAnswerIsSaidAndNotAskedAnyMore() throws IOException {
    try (SpoolDirectory live = spool.live('a', 5, 0)) {
      CommandRun run =
          CommandRun.of("spool", "erase", live.path(), "--where", "x=3", "--wait", "1");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("does not answer; nothing was erased");
      assertThat(live.path().resolve("erase.request")).doesNotExist();
    }
  }
}
