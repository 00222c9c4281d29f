package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.TensorRole;
import io.plumbline.config.FeatureSource;
import io.plumbline.config.Glob;
import io.plumbline.config.MethodConfig;
import io.plumbline.config.ValuePath;
import io.plumbline.intercept.Hook;
import io.plumbline.path.Elements;
import io.plumbline.path.HookedMethod;
import io.plumbline.path.SeeThrough;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to read of each call of one configured method, and when. */
final class MethodPlan {
  private final MethodConfig config;
  private final ModelNaming model;
  private final ValueCopier copier;
  private final List<NamedReading> features;
  private final boolean featuresAreWhole;
  private final List<NamedReading> prediction;
  private final @Nullable Reading batchSize;
  private final @Nullable Reading correlationId;

  private MethodPlan(MethodConfig config, HookedMethod hooked, String method) {
    this.config = config;
    this.model = new ModelNaming(config, hooked, method);
    FeatureSource source = config.features();
    this.featuresAreWhole = source instanceof FeatureSource.Whole;
    this.features = features(source, hooked, method);
    this.copier = new ValueCopier(hooked, method, columns(source));
    this.prediction = prediction(config, hooked, method);
    this.batchSize = reading(config.batchSize(), hooked, method);
    this.correlationId = reading(config.correlationId(), hooked, method);
  }

  static MethodPlan of(MethodConfig config) {
    HookedMethod hooked = new HookedMethod(Glob.of(config.type()), Glob.of(config.method()));
    return new MethodPlan(config, hooked, config.type() + "#" + config.method());
  }

  /** Whether it still says what the hook, which can be read anew, wants. */
  boolean isOf(@Nullable Object origin) {
    return !(origin instanceof Hook hook) || hook.settings() == config;
  }

  private static List<NamedReading> features(
      @Nullable FeatureSource source, HookedMethod hooked, String method) {
    List<NamedReading> features = new ArrayList<>();
    if (source instanceof FeatureSource.Whole whole) {
      features.add(NamedReading.of(TensorRole.INPUT, whole.path(), hooked, method));
    } else if (source instanceof FeatureSource.Each each) {
      for (Map.Entry<String, ValuePath> feature : each.paths().entrySet()) {
        Reading reading = new Reading(feature.getValue(), hooked, method);
        features.add(new NamedReading(TensorRole.INPUT, feature.getKey(), reading));
      }
    }
    return List.copyOf(features);
  }

  private static List<String> columns(@Nullable FeatureSource source) {
    return source instanceof FeatureSource.Whole whole ? whole.names() : List.of();
  }

  private static List<NamedReading> prediction(
      MethodConfig config, HookedMethod hooked, String method) {
    if (!config.hasPrediction()) {
      ValuePath all = ValuePath.parse("return");
      return List.of(NamedReading.of(TensorRole.OUTPUT, all, hooked, method));
    }
    return Stream.of(
            NamedReading.ofNullable(TensorRole.LABEL, config.label(), hooked, method),
            NamedReading.ofNullable(TensorRole.SCORE, config.score(), hooked, method),
            NamedReading.ofNullable(
                TensorRole.PROBABILITIES, config.probabilities(), hooked, method))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable Reading reading(
      @Nullable ValuePath path, HookedMethod hooked, String method) {
    return path == null ? null : new Reading(path, hooked, method);
  }

  /** Before the method runs. */
  void enter(@Nullable Object self, @Nullable Object[] arguments, InFlightInference call) {
    call.model(model.of(self, arguments));
    if (!call.takesSummary()) {
      return;
    }
    if (correlationId != null && !correlationId.needsResult()) {
      copyCorrelationId(correlationId, self, arguments, null, call);
    }
    if (call.takesValues()) {
      copyFeatures(self, arguments, call);
    } else {
      countRows(self, arguments, call);
    }
    if (batchSize != null && !batchSize.needsResult()) {
      copyBatchSize(batchSize, self, arguments, null, call);
    }
  }

  private void copyFeatures(
      @Nullable Object self, @Nullable Object[] arguments, InFlightInference call) {
    if (!featuresAreWhole && !features.isEmpty()) {
      call.batchSize(1);
    }
    for (int i = 0; i < features.size(); i++) {
      NamedReading feature = features.get(i);
      try {
        Object value = feature.reading().read(self, arguments, null);
        if (value != null) {
          long rows = copier.copy(feature, value, call);
          if (featuresAreWhole && rows >= 0) {
            call.batchSize(rows);
          }
        } else if (!featuresAreWhole) {
          copier.missing(feature, call);
        }
      } catch (RuntimeException | LinkageError e) {
        feature.reading().failed(e);
      }
    }
  }

  /** Of features of which no value is wanted. */
  private void countRows(
      @Nullable Object self, @Nullable Object[] arguments, InFlightInference call) {
    if (!featuresAreWhole) {
      if (!features.isEmpty()) {
        call.batchSize(1);
      }
      return;
    }
    NamedReading all = features.get(0);
    try {
      Object value = all.reading().read(self, arguments, null);
      if (value != null) {
        long rows = ValueCopier.rows(value);
        if (rows >= 0) {
          call.batchSize(rows);
        }
      }
    } catch (RuntimeException | LinkageError e) {
      all.reading().failed(e);
    }
  }

  /**
   * After the method has returned, or its result has completed.
   *
   * @return what the result says went wrong, such as Scala's {@code Failure}; else null
   */
  @Nullable Throwable exit(
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object result,
      InFlightInference call) {
    Throwable failure = SeeThrough.failure(result);
    if (failure == null && call.takesSummary()) {
      copyResult(self, arguments, result, call);
    }
    return failure;
  }

  private void copyResult(
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object result,
      InFlightInference call) {
    if (correlationId != null && correlationId.needsResult()) {
      copyCorrelationId(correlationId, self, arguments, result, call);
    }
    if (batchSize != null && batchSize.needsResult()) {
      copyBatchSize(batchSize, self, arguments, result, call);
    }
    for (int i = 0; call.takesValues() && i < prediction.size(); i++) {
      NamedReading part = prediction.get(i);
      try {
        Object value = part.reading().read(self, arguments, result);
        if (value != null) {
          copier.copy(part, value, call);
        }
      } catch (RuntimeException | LinkageError e) {
        part.reading().failed(e);
      }
    }
  }

  private static void copyCorrelationId(
      Reading reading,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object result,
      InFlightInference call) {
    String id = reading.readText(self, arguments, result);
    if (id != null) {
      call.correlationId(id);
    }
  }

  private static void copyBatchSize(
      Reading reading,
      @Nullable Object self,
      @Nullable Object[] arguments,
      @Nullable Object result,
      InFlightInference call) {
    try {
      Object value = reading.read(self, arguments, result);
      if (value instanceof Number rows) {
        call.batchSize(Math.max(0, rows.longValue()));
      } else if (value != null) {
        long rows = Elements.size(value);
        if (rows >= 0) {
          call.batchSize(rows);
        }
      }
    } catch (RuntimeException | LinkageError e) {
      reading.failed(e);
    }
  }

  /** True when something of the call itself is read after it has returned. */
  boolean looksBack() {
    return Stream.concat(
            prediction.stream().map(NamedReading::reading),
            Stream.of(batchSize, correlationId).filter(Objects::nonNull))
        .anyMatch(reading -> !reading.needsResult());
  }
}
