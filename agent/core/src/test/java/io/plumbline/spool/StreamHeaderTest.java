package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamHeaderTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;

  @Test
  void everyCharacterSurvives() throws IOException {
    StreamHeader header =
        new StreamHeader(
            ID,
            " instance\t1 ",
            1_700_000_000_123_456_789L,
            "http://[::1]:4317/#!",
            77,
            "traceidratio ratio=0.1",
            Map.of("a=b", "c:\\d\r\ne\fé\u2603 ", "", "", "crc32c", "crc32c=00000000"));
    Path file = directory.resolve("stream.properties");

    header.writeTo(file);

    assertThat(StreamHeader.readFrom(file)).isEqualTo(header);
  }

  @Test
  void changedFileIsRefused() throws IOException {
    Path file = directory.resolve("stream.properties");
    new StreamHeader(ID, "instance", 1, "endpoint", 77, Map.of()).writeTo(file);
    Files.writeString(file, Files.readString(file).replace("pid=77", "pid=78"));

    assertThatThrownBy(() -> StreamHeader.readFrom(file)).hasMessageContaining("damaged");
  }

  @Test
  void fileCutShortIsRefused() throws IOException {
    Path file = directory.resolve("stream.properties");
    new StreamHeader(ID, "instance", 1, "endpoint", 77, Map.of()).writeTo(file);
    Files.writeString(file, Files.readString(file).substring(0, 40));

    assertThatThrownBy(() -> StreamHeader.readFrom(file)).hasMessageContaining("damaged");
  }
}
