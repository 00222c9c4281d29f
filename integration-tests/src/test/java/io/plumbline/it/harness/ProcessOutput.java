package io.plumbline.it.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Everything a process wrote to one of its streams so far. */
final class ProcessOutput {
  private final StringBuilder text = new StringBuilder();
  private final Thread reader;

  ProcessOutput(String name, InputStream stream) {
    reader = new Thread(() -> readAll(stream), "read-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  String text() {
    synchronized (text) {
      return text.toString();
    }
  }

  /** After the process has ended: waits until what it wrote last is here, too. */
  void awaitEnd() {
    try {
      reader.join(Await.DEFAULT_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readAll(InputStream stream) {
    char[] buffer = new char[8192];
    try (Reader characters = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      for (int n = characters.read(buffer); n >= 0; n = characters.read(buffer)) {
        synchronized (text) {
          text.append(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
