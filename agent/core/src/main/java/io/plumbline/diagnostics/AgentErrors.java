package io.plumbline.diagnostics;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Errors that were kept from the host. The first of a kind is logged with its stack, the rest are
 * counted, so that a fault at 10,000 calls a second is one log line.
 *
 * <p>Stacks are kept as text: a kept {@link Throwable} would hold the host's classes.
 */
public final class AgentErrors {
  private static final int KINDS = 256;

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
      String kind = where + ": " + error.getClass().getName();
      AtomicLong count = counts.get(kind);
      if (count == null && counts.size() < KINDS) {
        count = counts.computeIfAbsent(kind, k -> new AtomicLong());
      }
      if (count != null && count.getAndIncrement() == 0) {
        log.error(
            where + " failed; further failures of this kind are counted only\n" + text(error));
      }
    } catch (Throwable ignored) {
      // Out of memory or stack inside the report itself: said with the next one.
      unsaid.getAndIncrement();
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
