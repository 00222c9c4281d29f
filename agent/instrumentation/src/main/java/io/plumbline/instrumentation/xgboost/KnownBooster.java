package io.plumbline.instrumentation.xgboost;

import io.plumbline.capture.AgentTasks;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelCapture;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.WeakIdentityTable;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a booster: from the calls that made it, and from the model that it was loaded
 * of. The latter comes later, from an agent thread.
 */
final class KnownBooster {
  private static final String LIBRARY = "xgboost";
  private static final String NAMELESS = "Booster";
  private static final String UNKNOWN =
      "xgboost: a booster was there before the agent, or was deserialized: its name, version,"
          + " feature names and objective are not known, and its numbers are scores. `models` in"
          + " the configuration can name them";
  private static final int BOOSTERS = 1024;

  private static final WeakIdentityTable<Booster, KnownBooster> TABLE =
      new WeakIdentityTable<>(BOOSTERS);

  private final boolean namedByFile;

  private ModelRef model;
  private volatile @Nullable ModelCapture capture;
  private volatile OutputKind kind = OutputKind.SCORES;

  private KnownBooster(ModelRef model, boolean namedByFile) {
    this.model = model.withLibraryVersion(XgboostVersion.NAME);
    this.namedByFile = namedByFile;
  }

  /** Never null: of a booster that was there before the agent, or came by deserialization. */
  static KnownBooster of(Booster booster) {
    KnownBooster known = TABLE.get(booster);
    if (known == null) {
      InferenceRecorder.note(UNKNOWN);
      known = new KnownBooster(ModelRef.of(LIBRARY, NAMELESS), false);
      TABLE.put(booster, known);
    }
    return known;
  }

  static KnownBooster ofFile(String path) {
    boolean named = !path.isEmpty();
    KnownBooster known =
        new KnownBooster(
            named ? ModelRef.ofFile(LIBRARY, path) : ModelRef.of(LIBRARY, NAMELESS), named);
    AgentTasks.submit(() -> known.readFile(new File(path)));
    return known;
  }

  static KnownBooster ofBytes(byte[] model) {
    KnownBooster known = new KnownBooster(ModelRef.of(LIBRARY, NAMELESS), false);
    AgentTasks.submit(() -> known.read(new ByteArrayInputStream(model)));
    return known;
  }

  /**
   * @param known a {@link KnownBooster}, or null when loading it failed
   */
  static void remember(@Nullable Booster booster, @Nullable Object known) {
    if (booster != null && known instanceof KnownBooster of) {
      TABLE.put(booster, of);
    }
  }

  static void forget(Booster booster) {
    TABLE.remove(booster);
  }

  /** What the numbers that this booster predicts mean; scores where there is no booster. */
  static OutputKind kindOf(@Nullable Booster predictor) {
    return predictor == null ? OutputKind.SCORES : of(predictor).kind;
  }

  ModelCapture capture() {
    ModelCapture known = capture;
    return known != null ? known : describe();
  }

  private synchronized ModelCapture describe() {
    ModelCapture described = InferenceRecorder.describe(model);
    capture = described;
    return described;
  }

  synchronized void attribute(String key, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    switch (key) {
      case "model_name" -> model = namedByFile ? model : model.withName(value);
      case "model_version", "version" -> model = model.withVersion(value);
      default -> {}
    }
    capture = null;
  }

  synchronized void featureNames(String @Nullable [] names) {
    if (names != null && Arrays.stream(names).allMatch(Objects::nonNull)) {
      model = model.withFeatures(List.of(names));
      capture = null;
    }
  }

  void objective(String name) {
    kind = Objectives.outputKind(name);
  }

  private void readFile(File file) {
    // A pipe would lose what the host has yet to read; a URI is the library's own business.
    if (!file.isFile()) {
      return;
    }
    try (InputStream stream = new FileInputStream(file)) {
      read(stream);
    } catch (IOException unreadable) {
      InferenceRecorder.reportFailure("reading an XGBoost model file", unreadable);
    }
  }

  private void read(InputStream stream) {
    try {
      SavedModel saved = SavedModel.read(stream);
      saved.attributes().forEach(this::attribute);
      if (!saved.featureNames().isEmpty()) {
        featureNames(saved.featureNames().toArray(new String[0]));
      }
      objective(saved.objective());
    } catch (IOException unknownFormat) {
      InferenceRecorder.reportFailure("reading an XGBoost model", unknownFormat);
    }
  }
}
