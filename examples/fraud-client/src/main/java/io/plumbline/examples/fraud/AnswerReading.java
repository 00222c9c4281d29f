package io.plumbline.examples.fraud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the server's answer log: one JSON line a call. */
final class AnswerReading {
  private AnswerReading() {}

  static List<ObservedCall> read(Path log) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<ObservedCall> calls = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      calls.add(call(json.readTree(line)));
    }
    return calls;
  }

  private static ObservedCall call(JsonNode line) {
    JsonNode error = line.path("error");
    List<Map<String, String>> features = new ArrayList<>();
    line.path("rows").forEach(row -> features.add(values(row)));
    List<String> labels = new ArrayList<>();
    List<Map<String, String>> probabilities = new ArrayList<>();
    for (JsonNode answer : line.path("answers")) {
      labels.add(answer.path("label").asText());
      probabilities.add(ObservedCall.withoutComplement(values(answer.path("probabilities"))));
    }
    return new ObservedCall(
        line.path("model").asText(),
        line.path("version").asText(),
        features.size(),
        error.isMissingNode() ? features : ObservedCall.anonymous(features),
        labels,
        probabilities,
        error.isMissingNode() ? null : error.path("type").asText());
  }

  private static Map<String, String> values(JsonNode object) {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      String value =
          ObservedCall.canonical(field.getValue().isNull() ? null : field.getValue().asText());
      if (value != null) {
        values.put(field.getKey(), value);
      }
    }
    return values;
  }
}
