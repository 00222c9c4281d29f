package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.HashKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactionKeyTest {
  @TempDir Path service;

  @Test
  void keyIsMadeOnceAndReadableByItsOwnerOnly() throws IOException {
    String key = RedactionKey.of(service, HashKey.newKey());

    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(RedactionKey.of(service, HashKey.newKey())).isEqualTo(key);
    try (var files = Files.list(service)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @RepeatedTest(20)
  void allThatStartAtTheSameMomentHaveTheSameKey() throws Exception {
    int processes = 8;
    ExecutorService threads = Executors.newFixedThreadPool(processes);
    try {
      CyclicBarrier start = new CyclicBarrier(processes);
      List<Future<String>> keys = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        keys.add(
            threads.submit(
                () -> {
                  start.await();
                  return RedactionKey.of(service, HashKey.newKey());
                }));
      }
      String kept = keys.get(0).get();
      for (Future<String> key : keys) {
        assertThat(key.get()).isEqualTo(kept);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
