package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigSources;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files change in every way that editors and Kubernetes know, under a look that the test makes. */
class ConfigReloadTest {
  @TempDir Path directory;

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
  private final List<AgentConfig> taken = new ArrayList<>();
  private Consumer<AgentConfig> agent = taken::add;
  private Path file = Path.of("set later");

  @BeforeEach
  void readLog() {
    log.writeTo(new PrintStream(logged, true, StandardCharsets.UTF_8));
    file = directory.resolve("plumbline.yaml");
  }

  @Test
  void changedFileIsTakenUpOnceItStandsStill() throws Exception {
    ConfigReload reload = start("sampling: {ratio: 1}");

    write("sampling: {ratio: 5%, keep: {slower_than: 250ms}}\ncapture: {max_rows: 7}");
    reload.look();
    assertThat(taken).isEmpty();
    reload.look();
    reload.look();

    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).sampling().ratio()).isEqualTo(0.05);
    assertThat(taken.get(0).capture().limits().maxRows()).isEqualTo(7);
    assertThat(log())
        .singleElement()
        .asString()
        .contains("Configuration read again: changed sampling.ratio: 1 -> 5%")
        .contains("sampling.keep.slower_than: not set -> 250ms")
        .contains("capture.max_rows: 64 -> 7");
  }

  @Test
  void fileThatIsStillBeingWrittenIsNotRead() throws Exception {
    ConfigReload reload = start("service: {name: fraud}\nsampling: {ratio: 50%}");

    for (String half : List.of("", "service: {na", "service: {name: fraud}\n")) {
      write(half);
      reload.look();
    }
    write("service: {name: fraud}\nsampling: {ratio: 10%}");
    reload.look();
    reload.look();

    assertThat(taken).extracting(config -> config.sampling().ratio()).containsExactly(0.1);
  }

  @Test
  void wrongFileKeepsWhatWasInForceAndSaysWhyOnce() throws Exception {
    ConfigReload reload = start("sampling: {ratio: 50%}");

    write("sampling: {ratio: 10%}\nexport: {endpont: http://collector:4318}");
    settle(reload);
    settle(reload);
    assertThat(taken).isEmpty();
    assertThat(log())
        .singleElement()
        .asString()
        .contains("ERROR")
        .contains("plumbline.yaml:2:10")
        .contains("did you mean endpoint?")
        .contains("The configuration of before stays in force");

    write("sampling: {ratio: 10%}");
    settle(reload);
    assertThat(taken).extracting(config -> config.sampling().ratio()).containsExactly(0.1);
  }

  @Test
  void whatCannotChangeStaysAndIsNamed() throws Exception {
    ConfigReload reload = start("service: {name: fraud}");

    write("service: {name: other}\nspool: {max_size: 1GiB}\nlog: {level: debug}");
    settle(reload);

    assertThat(log())
        .singleElement()
        .asString()
        .contains("changed log.level: info -> debug")
        .contains("needs a restart for service.name, spool.max_size");
    assertThat(taken.get(0).service().name()).isEqualTo("fraud");
    assertThat(taken.get(0).spool().maxSizeBytes()).isEqualTo(512L << 20);
    assertThat(taken.get(0).log().level()).isEqualTo(AgentLog.Level.DEBUG);
    assertThat(reload.inForce().options().all())
        .anySatisfy(
            option -> {
              assertThat(option.key()).isEqualTo("service.name");
              assertThat(option.value()).isEqualTo("fraud");
            });
  }

  @Test
  void tokenInAFileOfItsOwnIsReadAgainAndNeverShown() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "first-secret\n");
    ConfigReload reload =
        start("export: {headers: {authorization: 'Bearer ${file:" + token + "}'}}");

    Files.writeString(token, "second-secret\n");
    settle(reload);

    assertThat(taken.get(0).export().traces().headers())
        .containsEntry("authorization", "Bearer second-secret");
    assertThat(log()).singleElement().asString().contains("changed export.headers");
    assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
  }

  @Test
  void fileThatIsNamedLaterIsWatchedToo() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "first");
    ConfigReload reload = start("sampling: {ratio: 1}");

    write("export: {headers: {authorization: '${file:" + token + "}'}}");
    settle(reload);
    Files.writeString(token, "second");
    settle(reload);

    assertThat(taken)
        .extracting(config -> config.export().traces().headers().get("authorization"))
        .containsExactly("first", "second");
  }

  @Test
  void whatAWrongFileLackedMayComeLater() throws Exception {
    Path token = directory.resolve("token");
    ConfigReload reload = start("sampling: {ratio: 1}");
    write("export: {headers: {authorization: '${file:" + token + "}'}}");
    settle(reload);
    assertThat(taken).isEmpty();

    Files.writeString(token, "there");
    for (int i = 0; i < 20; i++) {
      reload.look();
    }

    assertThat(taken).hasSize(1);
    assertThat(log()).hasSize(2);
  }

  /** Kubernetes: the file is a link through a link, and that one is replaced. */
  @Test
  void linkAboveTheFileIsFollowed() throws Exception {
    Path first = Files.createDirectory(directory.resolve("..2026_1"));
    Path second = Files.createDirectory(directory.resolve("..2026_2"));
    Files.writeString(first.resolve("plumbline.yaml"), "sampling: {ratio: 50%}");
    Files.writeString(second.resolve("plumbline.yaml"), "sampling: {ratio: 10%}");
    Path data = directory.resolve("..data");
    Files.createSymbolicLink(data, first);
    Files.createSymbolicLink(file, Path.of("..data", "plumbline.yaml"));
    ConfigReload reload = load();

    Path temporary = Files.createSymbolicLink(directory.resolve("..data_tmp"), second);
    Files.move(temporary, data, StandardCopyOption.ATOMIC_MOVE);
    settle(reload);

    assertThat(taken).extracting(config -> config.sampling().ratio()).containsExactly(0.1);
  }

  @Test
  void fileOfTheSameLengthAndTimeByRenameIsSeen() throws Exception {
    ConfigReload reload = start("sampling: {ratio: 50%}");

    Path other = Files.writeString(directory.resolve("other"), "sampling: {ratio: 10%}");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    settle(reload);

    assertThat(taken).extracting(config -> config.sampling().ratio()).containsExactly(0.1);
  }

  @Test
  void fileThatIsRemovedChangesNothing() throws Exception {
    ConfigReload reload = start("sampling: {ratio: 50%}");

    Files.delete(file);
    settle(reload);
    assertThat(taken).isEmpty();
    assertThat(log()).singleElement().asString().contains("cannot be read").contains("stays");

    write("sampling: {ratio: 50%}");
    settle(reload);
    assertThat(taken).hasSize(1);
  }

  @Test
  void whatTheAgentCannotUseChangesNothing() throws Exception {
    ConfigReload reload = start("sampling: {ratio: 50%}");
    agent =
        config -> {
          throw new IllegalArgumentException("ca.pem cannot be used");
        };

    write("sampling: {ratio: 10%}\nexport: {tls: {ca: ca.pem}}");
    settle(reload);

    assertThat(log())
        .singleElement()
        .asString()
        .contains("ca.pem cannot be used")
        .contains("stays");
    assertThat(reload.inForce().config().sampling().ratio()).isEqualTo(0.5);
  }

  @Test
  void editBetweenReadingAndTheFirstLookIsTakenUp() throws Exception {
    write("sampling: {ratio: 50%}");
    ConfigReload reload =
        reload(
            ConfigStart.of(
                editedAfterEachRead(this::sources, () -> write("sampling: {ratio: 10%}"))));

    settle(reload);

    assertThat(reload.inForce().config().sampling().ratio()).isEqualTo(0.1);
  }

  @Test
  void tokenThatIsRenewedRightAfterTheFirstReadingIsTakenUp() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "first");
    write("export: {headers: {authorization: '${file:" + token + "}'}}");
    ConfigStart start = ConfigStart.of(this::sources);
    Files.writeString(token, "second");
    ConfigReload reload = reload(start);

    settle(reload);

    assertThat(taken)
        .extracting(config -> config.export().traces().headers().get("authorization"))
        .containsExactly("second");
  }

  /** What a changed file names for the first time was looked at before it was read as well. */
  @Test
  void editBetweenReadingAgainAndTheNextLookIsTakenUp() throws Exception {
    write("sampling: {ratio: 1}");
    int[] reads = {0};
    ConfigReload reload =
        reload(
            ConfigStart.of(
                editedAfterEachRead(
                    this::sources,
                    () -> {
                      if (++reads[0] == 3) { // the first of the reload
                        write("sampling: {ratio: 10%}");
                      }
                    })));

    write("sampling: {ratio: 50%}");
    settle(reload);
    settle(reload);

    assertThat(taken).extracting(config -> config.sampling().ratio()).containsExactly(0.5, 0.1);
  }

  @Test
  void withoutAFileThereIsNothingToWatch() throws ConfigException {
    ConfigStart start = ConfigStart.of(() -> new ConfigSources(Map.of(), Map.of(), null, null));

    assertThat(reload(start).hasFiles()).isFalse();
  }

  private ConfigReload start(String yaml) throws Exception {
    write(yaml);
    return load();
  }

  private ConfigReload load() throws ConfigException {
    return reload(ConfigStart.of(this::sources));
  }

  private ConfigReload reload(ConfigStart start) {
    return new ConfigReload(start, config -> agent.accept(config), log, new AgentErrors(log));
  }

  private ConfigSources sources() {
    return ConfigSources.of(file.toString(), Map.of(), Map.of());
  }

  /** Somebody writes at the very moment after a file was read. */
  private static Supplier<ConfigSources> editedAfterEachRead(
      Supplier<ConfigSources> sources, ThrowingRunnable edit) {
    return () -> {
      ConfigSources read = sources.get();
      try {
        edit.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return read;
    };
  }

  private interface ThrowingRunnable {
    void run() throws IOException;
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file, yaml);
  }

  private static void settle(ConfigReload reload) {
    reload.look();
    reload.look();
  }

  private List<String> log() {
    return logged.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
