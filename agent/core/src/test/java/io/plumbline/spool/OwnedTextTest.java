package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedTextTest {
  @TempDir private Path directory;

  @Test
  void isReadableByItsOwnerOnlyAndReplacesWhatWasThere() throws IOException {
    Path file = directory.resolve("status.json");
    OwnedText.replace(file, "one");
    OwnedText.replace(file, "zwei: ü");

    assertThat(OwnedText.read(file)).isEqualTo("zwei: ü");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryContaining(each -> each.equals(file));
    assertThat(directory.toFile().list()).hasSize(1);
  }

  @Test
  void linkIsNeitherReadNorWrittenThrough() throws IOException {
    Path foreign = Files.writeString(directory.resolve("foreign"), "theirs");
    Path file = Files.createSymbolicLink(directory.resolve("status.json"), foreign);

    assertThatThrownBy(() -> OwnedText.read(file)).isInstanceOf(IOException.class);
    OwnedText.replace(file, "ours");

    assertThat(foreign).hasContent("theirs");
    assertThat(OwnedText.read(file)).isEqualTo("ours");
  }

  @Test
  void whatWasThereStaysWhenItCannotBeWritten() throws IOException {
    Path file = directory.resolve("status.json");
    OwnedText.replace(file, "one");
    Files.createDirectories(directory.resolve("status.json.new/in-the-way"));

    assertThatThrownBy(() -> OwnedText.replace(file, "two")).isInstanceOf(IOException.class);

    assertThat(OwnedText.read(file)).isEqualTo("one");
  }
}
