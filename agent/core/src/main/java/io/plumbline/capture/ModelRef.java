package io.plumbline.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which model answered.
 *
 * @param name from the configuration, else the library's metadata, else the file or class name
 * @param version likewise; null where nobody knows
 * @param operation predict, embed, rank, transform or detect
 * @param library value of {@code ml.framework.name}
 * @param libraryVersion value of {@code ml.framework.version}; null where the library does not tell
 * @param features names of the columns of the input matrix; empty where unknown
 * @param labels names of the classes, by class index; empty where unknown
 */
public record ModelRef(
    String name,
    @Nullable String version,
    String operation,
    String library,
    @Nullable String libraryVersion,
    List<String> features,
    List<String> labels) {
  /** The usual {@link #operation}. */
  public static final String PREDICT = "predict";

  public ModelRef {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a model needs a name");
    }
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /** A model of which nothing but name and library is known. */
  public static ModelRef of(String library, String name) {
    return new ModelRef(name, null, PREDICT, library, null, List.of(), List.of());
  }

  /**
   * A model known by the file it came from: its name without directories and extension.
   *
   * @param path with {@code /} or {@code \\}, not empty
   */
  public static ModelRef ofFile(String library, String path) {
    String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    int extension = file.lastIndexOf('.');
    String name = extension > 0 ? file.substring(0, extension) : file;
    return of(library, name.isEmpty() ? path : name);
  }

  public ModelRef withName(String newName) {
    return new ModelRef(newName, version, operation, library, libraryVersion, features, labels);
  }

  public ModelRef withVersion(@Nullable String newVersion) {
    return new ModelRef(name, newVersion, operation, library, libraryVersion, features, labels);
  }

  public ModelRef withLibraryVersion(@Nullable String newLibraryVersion) {
    return new ModelRef(name, version, operation, library, newLibraryVersion, features, labels);
  }

  public ModelRef withFeatures(List<String> newFeatures) {
    return new ModelRef(name, version, operation, library, libraryVersion, newFeatures, labels);
  }

  public ModelRef withLabels(List<String> newLabels) {
    return new ModelRef(name, version, operation, library, libraryVersion, features, newLabels);
  }
}
