package io.plumbline.instrumentation.xgboost;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a saved model says beside its trees. JSON and UBJSON are the same document; the older binary
 * format tells nothing.
 *
 * <p>The readers are our own: the agent carries no JSON library, and one that builds a tree of
 * hundreds of megabytes would not do. Trees are passed over without being decoded.
 *
 * @param objective {@code learner.objective.name}; empty where unknown
 * @param attributes {@code learner.attributes}, the strings among them
 * @param featureNames {@code learner.feature_names}; empty where there are none
 */
record SavedModel(String objective, Map<String, String> attributes, List<String> featureNames) {
  static final SavedModel UNKNOWN = new SavedModel("", Map.of(), List.of());

  private static final int MAX_ATTRIBUTES = 256;

  SavedModel {
    attributes = Map.copyOf(attributes);
    featureNames = List.copyOf(featureNames);
  }

  /**
   * @throws IOException when it begins as a model does and then is none
   */
  static SavedModel read(InputStream stream) throws IOException {
    ModelBytes bytes = new ModelBytes(stream);
    DocumentReader document;
    try {
      document = reader(bytes);
    } catch (EOFException tooShort) {
      return UNKNOWN;
    }
    return document == null ? UNKNOWN : readDocument(document);
  }

  /** As the library tells them apart: an object whose first key has a quote, or a length. */
  private static @Nullable DocumentReader reader(ModelBytes bytes) throws IOException {
    if (bytes.peek() != '{') {
      return null;
    }
    int second = bytes.peekSecond();
    boolean json = second == '"' || Character.isWhitespace(second);
    return json ? new JsonReader(bytes) : new UbjsonReader(bytes);
  }

  private static SavedModel readDocument(DocumentReader document) throws IOException {
    document.beginObject();
    for (String key = document.nextKey(); key != null; key = document.nextKey()) {
      if (key.equals("learner")) {
        return readLearner(document);
      }
      document.skip();
    }
    return UNKNOWN;
  }

  private static SavedModel readLearner(DocumentReader document) throws IOException {
    String objective = "";
    Map<String, String> attributes = Map.of();
    List<String> featureNames = List.of();
    document.beginObject();
    for (String key = document.nextKey(); key != null; key = document.nextKey()) {
      switch (key) {
        case "objective" -> objective = readTexts(document).getOrDefault("name", "");
        case "attributes" -> attributes = readTexts(document);
        case "feature_names" -> featureNames = document.texts();
        default -> document.skip();
      }
    }
    return new SavedModel(objective, attributes, featureNames);
  }

  private static Map<String, String> readTexts(DocumentReader document) throws IOException {
    Map<String, String> texts = new HashMap<>();
    document.beginObject();
    for (String key = document.nextKey(); key != null; key = document.nextKey()) {
      String text = document.text();
      if (text != null && texts.size() < MAX_ATTRIBUTES) {
        texts.put(key, text);
      }
    }
    return texts;
  }
}
