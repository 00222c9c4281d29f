package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoSlotsTest {
  @TempDir Path directory;

  @Test
  void newestValueIsRead() throws IOException {
    assertThat(new TwoSlots(directory, "value").value()).isNull();
    TwoSlots slots = new TwoSlots(directory, "value");
    for (byte i = 1; i <= 5; i++) {
      slots.write(new byte[i]);
      assertThat(new TwoSlots(directory, "value").value()).hasSize(i);
    }
  }

  @Test
  void valueBeforeIsReadWhenTheNewestIsTorn() throws IOException {
    TwoSlots slots = new TwoSlots(directory, "value");
    slots.write(new byte[] {1});
    slots.write(new byte[] {2});

    tear(directory.resolve("value.0")); // the second generation

    assertThat(new TwoSlots(directory, "value").value()).containsExactly(1);
  }

  @Test
  void nextWriteDoesNotTouchTheOnlyWholeOne() throws IOException {
    TwoSlots slots = new TwoSlots(directory, "value");
    slots.write(new byte[] {1});
    slots.write(new byte[] {2});
    tear(directory.resolve("value.0"));

    new TwoSlots(directory, "value").write(new byte[] {3});
    tear(directory.resolve("value.0"));

    assertThat(new TwoSlots(directory, "value").value()).containsExactly(1);
  }

  @Test
  void roomIsTakenWithTheFirstValueOfEachFile() throws IOException {
    TwoSlots slots = new TwoSlots(directory, "value", 1000);
    slots.writeBoth(new byte[] {1});
    for (int length : new int[] {976, 1, 500}) {
      slots.write(new byte[length]);

      assertThat(directory.resolve("value.0")).hasSize(1000);
      assertThat(directory.resolve("value.1")).hasSize(1000);
      assertThat(new TwoSlots(directory, "value").value()).hasSize(length);
    }
  }

  private static void tear(Path slot) throws IOException {
    byte[] bytes = Files.readAllBytes(slot);
    bytes[bytes.length - 1]++;
    Files.write(slot, bytes);
  }
}
