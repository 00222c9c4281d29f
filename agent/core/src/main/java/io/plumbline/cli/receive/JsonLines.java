package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import io.plumbline.otlp.OtlpJson;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends every request to a file, as one line of OTLP/JSON. */
public final class JsonLines implements Arrivals, AutoCloseable {
  private final Writer file;

  public JsonLines(Path file) throws IOException {
    this.file =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** On disk, as far as the operating system is concerned, before the request is answered. */
  @Override
  public void arrived(ReceivedSignal signal, Message request) throws IOException {
    file.write(OtlpJson.write(request));
    file.write('\n');
    file.flush();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
