package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolDirectoryTest {
  @TempDir Path parent;

  @Test
  void changedHeaderIsWholeInBothFilesAndStaysWhenTheDirectoryIsMadeAgain() throws IOException {
    try (SpoolDirectory directory =
        SpoolDirectory.create(
            parent.resolve("base"), "shop", "fraud", SpoolBench.header("http://one:4317"))) {
      StreamHeader changed = directory.header().with("http://two:4317", "always_on ratio=1.0");
      Files.writeString(directory.path().resolve("stream.properties.new"), "of one that died");
      directory.change(changed);

      assertThat(StreamHeader.readFrom(directory.path().resolve(SpoolDirectory.HEADER)))
          .isEqualTo(changed);
      assertThat(StreamHeader.readFrom(directory.path().resolve(SpoolDirectory.HEADER_COPY)))
          .isEqualTo(changed);

      OwnedFiles.deleteTree(directory.path());
      directory.restore();
      assertThat(SpoolDirectory.readHeader(directory.path())).isEqualTo(changed);
    }
  }

  @Test
  void everythingIsOpenToItsOwnerOnly() throws IOException {
    SpoolBench bench = new SpoolBench(parent.resolve("base"));
    try (SpoolDirectory directory = bench.directory();
        Spool spool = bench.open(directory)) {
      assertThat(SpoolBench.append(spool, "text")).isNull();
      try (var all = Files.walk(bench.base)) {
        assertThat(all)
            .isNotEmpty()
            .allSatisfy(
                path ->
                    assertThat(permissions(path))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
      }
    }
  }

  @Test
  void directoryIsNamedAfterServiceAndStream() throws IOException {
    StreamHeader header = SpoolBench.header("endpoint");
    try (SpoolDirectory directory = SpoolDirectory.create(parent, "shop", "fraud", header)) {
      assertThat(parent.relativize(directory.path()).toString())
          .isEqualTo("shop.fraud/19700101T000001Z-" + header.streamId());
    }
  }

  @Test
  void namesCannotLeaveTheBase() {
    assertThat(SpoolBase.directoryName("", "..")).isEqualTo("%2E%2E");
    assertThat(SpoolBase.directoryName("a.b", "c/d\u0000")).isEqualTo("a%2Eb.c%2Fd%00");
    assertThat(SpoolBase.directoryName("", "")).isEqualTo("%");
    assertThat(SpoolBase.directoryName("n", "x".repeat(300))).hasSizeLessThan(255);
  }

  @Test
  void linkIsRefused() throws IOException {
    Path real = Files.createDirectory(parent.resolve("real"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), real);

    assertRefused(link, "link");
    assertThat(real).isEmptyDirectory();
  }

  @Test
  void baseThatOthersCanWriteIsRefused() throws IOException {
    Path open = Files.createDirectory(parent.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertRefused(open, "open to other users");
  }

  @Test
  void serviceDirectoryThatOthersCanWriteIsRefused() throws IOException {
    open(Files.createDirectory(parent.resolve("shop.fraud")), "rwxrwx---");

    assertRefused(parent, "open to other users");
  }

  @Test
  void whatOthersCanReadOfAServiceIsClosedAndTold() throws IOException {
    Path service = Files.createDirectory(parent.resolve("shop.fraud"));
    Path key = Files.writeString(service.resolve("redaction.key"), "key");
    Path dead = Files.createDirectory(service.resolve("dead"));
    Path ring = Files.writeString(dead.resolve("ring"), "values");
    Path closed = Files.writeString(dead.resolve("closed"), "values");
    Path elsewhere = Files.writeString(parent.resolve("elsewhere"), "of the host");
    Files.createSymbolicLink(service.resolve("link"), elsewhere);
    open(service, "rwxr-xr-x");
    open(key, "rw-r--r--");
    open(dead, "rwxrwxrwx");
    open(ring, "rw-rw-rw-");
    open(closed, "rw-------");
    open(elsewhere, "rw-r--r--");

    try (SpoolDirectory directory =
        SpoolDirectory.create(parent, "shop", "fraud", SpoolBench.header("endpoint"))) {
      assertThat(directory.tightened()).containsExactlyInAnyOrder(service, key, dead, ring);
    }

    assertThat(permissions(service)).isEqualTo("rwx------");
    assertThat(permissions(key)).isEqualTo("rw-------");
    assertThat(permissions(dead)).isEqualTo("rwx------");
    assertThat(permissions(ring)).isEqualTo("rw-------");
    assertThat(permissions(elsewhere)).isEqualTo("rw-r--r--");
  }

  @Test
  void whatIsClosedAlreadyIsNotToldAgain() throws IOException {
    SpoolBench bench = new SpoolBench(parent);
    bench.directory().close();

    try (SpoolDirectory second = bench.directory()) {
      assertThat(second.tightened()).isEmpty();
    }
  }

  private static void open(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void liveStreamCannotBeTakenOver() throws IOException {
    try (SpoolDirectory directory = new SpoolBench(parent).directory()) {
      assertThat(SpoolDirectory.takeOver(directory.path())).isNull();
    }
  }

  @Test
  void streamThatWasLetGoCanBeTakenOverOnce() throws IOException {
    SpoolDirectory directory = new SpoolBench(parent).directory();
    directory.close();

    try (SpoolDirectory taken = Objects.requireNonNull(SpoolDirectory.takeOver(directory.path()))) {
      assertThat(taken.header()).isEqualTo(directory.header());
      assertThat(SpoolDirectory.takeOver(directory.path())).isNull();
    }
  }

  @Test
  void deletedStreamIsGone() throws IOException {
    SpoolDirectory directory = new SpoolBench(parent).directory();

    directory.delete();

    assertThat(directory.path()).doesNotExist();
  }

  private static void assertRefused(Path base, String why) {
    assertThatThrownBy(
            () -> SpoolDirectory.create(base, "shop", "fraud", SpoolBench.header("endpoint")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
