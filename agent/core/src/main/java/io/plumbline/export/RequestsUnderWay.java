package io.plumbline.export;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Response;

/**
 * What is sent just now, by all connections of this process, and when each request is overdue.
 *
 * <p>OkHttp ends those itself, on the thread {@code Okio Watchdog}. In a host without memory that
 * thread ends, no other takes its place, and a request that nobody answers would last as long as
 * the process: so a thread that outlives it asks here once in a while.
 */
public final class RequestsUnderWay {
  /** OkHttp comes first, as long as it can. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Map<Call, Long> OVERDUE_AT = new ConcurrentHashMap<>();

  private RequestsUnderWay() {}

  /** Reads an answer to its end. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Response response) throws IOException;
  }

  /**
   * Makes a request and reads the answer, on this thread.
   *
   * @param timeout for both
   * @throws InterruptedIOException when that is not enough
   */
  static <T> T await(Call call, Duration timeout, Reading<T> reading) throws IOException {
    OVERDUE_AT.put(call, System.nanoTime() + timeout.toNanos() + GRACE_NANOS);
    try (Response response = call.execute()) {
      return reading.of(response);
    } catch (IOException e) {
      throw OVERDUE_AT.containsKey(call) ? e : timedOut(e);
    } finally {
      OVERDUE_AT.remove(call);
    }
  }

  private static IOException timedOut(IOException cancelled) {
    IOException timeout = new InterruptedIOException("timeout");
    timeout.initCause(cancelled);
    return timeout;
  }

  /**
   * Ends each request that is overdue.
   *
   * @param now of {@link System#nanoTime}
   */
  public static void cancelOverdue(long now) {
    OVERDUE_AT.forEach(
        (call, overdueAt) -> {
          if (now - overdueAt >= 0 && OVERDUE_AT.remove(call) != null) {
            call.cancel();
          }
        });
  }
}
