package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPlaceTest {
  @TempDir private Path temporary;

  @Test
  void nothingIsLeftOfIt() throws IOException {
    Path service = Files.createDirectories(temporary.resolve("plumbline-1000/churn"));
    StatusPlace place = new StatusPlace(() -> service);
    Path file = Objects.requireNonNull(place.file());
    Files.writeString(file, "{}");

    place.end();

    assertThat(temporary).isEmptyDirectory();
    assertThat(place.file()).isNull();
  }

  @Test
  void whatOthersHaveThereStays() throws IOException {
    Path service = Files.createDirectories(temporary.resolve("plumbline-1000/churn"));
    Path log = Files.writeString(service.resolve("plumbline.log"), "theirs");
    StatusPlace place = new StatusPlace(() -> service);
    Files.writeString(Objects.requireNonNull(place.file()), "{}");

    place.end();

    assertThat(log).hasContent("theirs");
    assertThat(service.toFile().list()).containsExactly("plumbline.log");
  }

  @Test
  void whatAKilledProcessLeftGoesWithTheNext() throws IOException {
    Path forgotten = Files.writeString(temporary.resolve("status-1.json"), "{}");
    Path fresh = Files.writeString(temporary.resolve("status-2.json"), "{}");
    Files.setLastModifiedTime(forgotten, FileTime.from(Instant.now().minus(1, ChronoUnit.DAYS)));

    new StatusPlace(() -> temporary).file();

    assertThat(forgotten).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void whereTheBaseCannotBeUsedItIsInTheTemporaryDirectory() throws IOException {
    Path inTheWay = Files.writeString(temporary.resolve("file"), "");
    StatusPlace place = StatusPlace.ofService(inTheWay, null, "status-place-test");

    Path file = Objects.requireNonNull(place.file());

    assertThat(file.getParent()).hasFileName("status-place-test").isDirectory();
    place.end();
    assertThat(inTheWay).hasContent("");
  }

  @Test
  void withoutASafePlaceThereIsNoFile() {
    StatusPlace place =
        new StatusPlace(
            () -> {
              throw new IOException("it is open to other users");
            });

    assertThat(place.file()).isNull();
  }
}
