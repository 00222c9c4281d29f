package io.plumbline.instrumentation.xgboost;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import ml.dmlc.xgboost4j.java.DMatrix;
import org.jspecify.annotations.Nullable;

/** Which version this host class loader has. */
final class XgboostVersion {
  /** As the library's jar says it, for example {@code 2.1.4}; null where that was left out. */
  static final @Nullable String NAME = read();

  /** What a matrix that is not told takes for a missing value: 0 before 3.0, NaN since. */
  static final float DEFAULT_MISSING = NAME == null || isBeforeThree(NAME) ? 0f : Float.NaN;

  private XgboostVersion() {}

  private static boolean isBeforeThree(String version) {
    return version.startsWith("0.") || version.startsWith("1.") || version.startsWith("2.");
  }

  private static @Nullable String read() {
    try (InputStream file = DMatrix.class.getResourceAsStream("/xgboost4j-version.properties")) {
      if (file == null) {
        return null;
      }
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version");
    } catch (IOException unreadable) {
      return null;
    }
  }
}
