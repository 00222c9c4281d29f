package io.plumbline.it.harness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * When a test fails, prints what explains it: the output of the processes that it used, and
 * Plumbline's own log. Registered for every test through {@code META-INF/services}.
 *
 * <p>Static, because tests run one after the other and a process is often closed before its test is
 * known to have failed.
 */
public final class FailureReport implements AfterEachCallback, AfterAllCallback {
  private static final Map<Object, Supplier<String>> OPEN = new LinkedHashMap<>();
  private static final List<String> CLOSED = new ArrayList<>();

  /**
   * @param owner whose explanation it is; replaced when it already has one
   */
  static synchronized void include(Object owner, Supplier<String> explanation) {
    OPEN.put(owner, explanation);
  }

  /** The explanation is taken now: files that it reads may be gone afterwards. */
  static synchronized void closed(Object owner) {
    Supplier<String> explanation = OPEN.remove(owner);
    if (explanation != null) {
      CLOSED.add(explanation.get());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    report(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    report(context);
  }

  private static synchronized void report(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      System.err.println("===== What explains the failure of " + context.getDisplayName());
      CLOSED.forEach(System.err::println);
      OPEN.values().forEach(explanation -> System.err.println(explanation.get()));
      System.err.println("===== End of " + context.getDisplayName());
    }
    CLOSED.clear();
  }
}
