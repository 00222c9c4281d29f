package com.acme.fraud;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The business log: one JSON line for each question put to a model.
 *
 * <pre>{@code
 * {"time":"…","model":"fraud","version":"7","rows":[{"amount":12.5,…}],"answers":[{"label":"0",…}]}
 * {"time":"…","model":"fraud","version":"7","rows":[{"amount":12.5}],"error":{"type":"…","message":"…"}}
 * }</pre>
 *
 * <p>A line is written before its request is answered, features as the caller sent them.
 */
final class AnswerLog implements AutoCloseable {
  private final Writer lines;
  private final ObjectMapper json;

  private AnswerLog(Writer lines, ObjectMapper json) {
    this.lines = lines;
    this.json = json;
  }

  static AnswerLog none() {
    return new AnswerLog(Writer.nullWriter(), new ObjectMapper());
  }

  static AnswerLog appendingTo(Path file, ObjectMapper json) throws IOException {
    return new AnswerLog(
        Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND), json);
  }

  void answered(Model model, List<Map<String, Object>> rows, List<Prediction> predictions) {
    write(model, rows, "answers", predictions);
  }

  void refused(Model model, List<Map<String, Object>> rows, ModelRefusal refusal) {
    Throwable cause = refusal.getCause();
    write(
        model,
        rows,
        "error",
        Map.of("type", cause.getClass().getName(), "message", String.valueOf(cause.getMessage())));
  }

  private void write(Model model, List<Map<String, Object>> rows, String outcome, Object what) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("model", model.name());
    line.put("version", model.version());
    line.put("rows", rows);
    line.put(outcome, what);
    try {
      append(json.writeValueAsString(line));
    } catch (IOException e) {
      throw new UncheckedIOException("the answer log cannot be written", e);
    }
  }

  private synchronized void append(String line) throws IOException {
    lines.append(line).append('\n').flush();
  }

  @Override
  public synchronized void close() throws IOException {
    lines.close();
  }
}
