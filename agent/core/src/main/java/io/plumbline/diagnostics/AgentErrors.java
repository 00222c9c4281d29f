package io.plumbline.diagnostics;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Errors that were kept from the host. The first of a kind is logged with its stack, the rest are
 * counted and said at 10, 100 and so on, so that a fault at 10,000 calls a second is few lines.
 *
 * <p>Stacks are kept as text: a kept {@link Throwable} would hold the host's classes.
 */
public final class AgentErrors {
  private static final int KINDS = 256;
  private static final String OTHERS = "others";

  private final AgentLog log;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private final Set<String> notes = ConcurrentHashMap.newKeySet();
  private final AtomicLong unsaid = new AtomicLong();

  public AgentErrors(AgentLog log) {
    this.log = log;
  }

  /**
   * @param where the piece that failed, for example {@code "onnxruntime capture"}; part of the
   *     kind, so a constant, never a value
   */
  public void report(String where, Throwable error) {
    try {
      sayHowManyWereNotSaid();
      String kind = kindOf(where + ": " + error.getClass().getName());
      say(kind, counts.computeIfAbsent(kind, k -> new AtomicLong()), where, error);
    } catch (Throwable ignored) {
      // Out of memory or stack inside the report itself: said with the next one.
      unsaid.getAndIncrement();
    }
  }

  /** So many kinds at once are one fault with many names. */
  private String kindOf(String kind) {
    return counts.size() < KINDS || counts.containsKey(kind) ? kind : OTHERS;
  }

  private void say(String kind, AtomicLong counted, String where, Throwable error) {
    long count = counted.incrementAndGet();
    if (count == 1) {
      log.error(
          where
              + " failed; further failures of this kind are counted, and said at 10, 100 and so on\n"
              + text(error));
    } else if (PowersOfTen.contain(count)) {
      log.error(kind + ": failed " + count + " times so far");
    }
  }

  /**
   * Says once what is no failure, and may surprise.
   *
   * @param note a constant, never a value
   */
  public void note(String note) {
    if (notes.size() < KINDS && notes.add(note)) {
      log.info(note);
    }
  }

  private void sayHowManyWereNotSaid() {
    long missed = unsaid.getAndSet(0);
    if (missed > 0) {
      log.error(missed + " failures could not be said: memory or stack was out");
    }
  }

  /** Failures so far, by kind: {@code "<where>: <exception class>"}. */
  public Map<String, Long> counts() {
    Map<String, Long> snapshot = new java.util.TreeMap<>();
    counts.forEach((kind, count) -> snapshot.put(kind, count.get()));
    return snapshot;
  }

  private static String text(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
