package io.plumbline.instrumentation.methods;

import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelCapture;
import io.plumbline.capture.ModelRef;
import io.plumbline.config.FeatureSource;
import io.plumbline.config.MethodConfig;
import io.plumbline.config.ValueSource;
import io.plumbline.path.HookedMethod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which model a call of a configured method asks: by configuration, or by the objects themselves.
 */
final class ModelNaming {
  /** Names that paths may bring; further ones are taken together. */
  private static final int MAX_MODELS = 256;

  /** Names of classes; values of the JDK only, so that no class loader is held. */
  private static final ClassValue<String> CLASS_NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return simpleName(type.getName());
        }
      };

  private final MethodConfig config;
  private final @Nullable Reading name;
  private final @Nullable Reading version;
  private final Map<Key, ModelCapture> known = new ConcurrentHashMap<>();
  private volatile @Nullable Known last;

  ModelNaming(MethodConfig config, HookedMethod hooked, String method) {
    this.config = config;
    this.name = reading(config.modelName(), hooked, method);
    this.version = reading(config.modelVersion(), hooked, method);
  }

  private static @Nullable Reading reading(
      @Nullable ValueSource source, HookedMethod hooked, String method) {
    return source instanceof ValueSource.Read read
        ? new Reading(read.path(), hooked, method)
        : null;
  }

  ModelCapture of(@Nullable Object self, @Nullable Object[] arguments) {
    String model = read(name, config.modelName(), self, arguments);
    if (model == null || model.isEmpty()) {
      model = self == null ? simpleName(config.type()) : CLASS_NAMES.get(self.getClass());
    }
    String modelVersion = read(version, config.modelVersion(), self, arguments);
    Known recent = last;
    if (recent != null && recent.is(model, modelVersion)) {
      return recent.capture;
    }
    ModelCapture capture = find(new Key(model, modelVersion));
    last = new Known(model, modelVersion, capture);
    return capture;
  }

  private static @Nullable String read(
      @Nullable Reading reading,
      @Nullable ValueSource source,
      @Nullable Object self,
      @Nullable Object[] arguments) {
    if (reading != null) {
      return reading.readText(self, arguments, null);
    }
    return source instanceof ValueSource.Literal literal ? literal.text() : null;
  }

  private ModelCapture find(Key key) {
    ModelCapture capture = known.get(key);
    if (capture != null) {
      return capture;
    }
    if (known.size() >= MAX_MODELS) {
      Key others = new Key(simpleName(config.type()), null);
      return known.computeIfAbsent(others, this::describe);
    }
    return known.computeIfAbsent(key, this::describe);
  }

  private ModelCapture describe(Key key) {
    FeatureSource features = config.features();
    List<String> named = features == null ? List.of() : features.namedFeatures();
    List<String> columns = features instanceof FeatureSource.Whole ? named : List.of();
    boolean labelsNamed = config.label() != null || config.probabilities() != null;
    ModelRef model =
        ModelRef.of(config.library(), key.name).withVersion(key.version).withFeatures(columns);
    return InferenceRecorder.describe(model, Set.copyOf(named), labelsNamed);
  }

  /** {@code com.acme.Models$Churn} is {@code Churn}; a lambda has the name of its class. */
  private static String simpleName(String binaryName) {
    String name = binaryName.substring(binaryName.lastIndexOf('.') + 1);
    int lambda = name.indexOf("$$Lambda");
    String declared = lambda > 0 ? name.substring(0, lambda) : name;
    String simple = declared.substring(declared.lastIndexOf('$') + 1);
    return simple.isEmpty() || Character.isDigit(simple.charAt(0)) ? declared : simple;
  }

  private record Key(String name, @Nullable String version) {}

  private record Known(String name, @Nullable String version, ModelCapture capture) {
    boolean is(String otherName, @Nullable String otherVersion) {
      return name.equals(otherName) && Objects.equals(version, otherVersion);
    }
  }
}
