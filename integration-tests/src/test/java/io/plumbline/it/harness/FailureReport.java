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
 * <p>Static, because a process is often closed before its test is known to have failed; one a
 * thread, for tests that run beside each other.
 */
public final class FailureReport implements AfterEachCallback, AfterAllCallback {
  private static final ThreadLocal<Map<Object, Supplier<String>>> OPEN =
      ThreadLocal.withInitial(LinkedHashMap::new);
  private static final ThreadLocal<List<String>> CLOSED = ThreadLocal.withInitial(ArrayList::new);

  /**
   * @param owner whose explanation it is; replaced when it already has one
   */
  static void include(Object owner, Supplier<String> explanation) {
    OPEN.get().put(owner, explanation);
  }

  /** The explanation is taken now: files that it reads may be gone afterwards. */
  static void closed(Object owner) {
    Supplier<String> explanation = OPEN.get().remove(owner);
    if (explanation != null) {
      CLOSED.get().add(explanation.get());
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

  private static void report(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      System.err.println("===== What explains the failure of " + context.getDisplayName());
      CLOSED.get().forEach(System.err::println);
      OPEN.get().values().forEach(explanation -> System.err.println(explanation.get()));
      System.err.println("===== End of " + context.getDisplayName());
    }
    CLOSED.get().clear();
  }
}
