package io.plumbline.diagnostics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Errors that were kept from the host. The first of a kind is logged with its stack, the rest are
 * counted and said at 10, 100 and so on, so that a fault at 10,000 calls a second is few lines.
 *
 * <p>Stacks are kept as text: a kept {@link Throwable} would hold the host's classes. What an
 * exception says of itself is left out where it may quote a value of the host.
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
   * Of a thread of the agent: what speaks of files, connections and code is told in its own words.
   *
   * @param where the piece that failed, for example {@code "spool append"}; part of the kind, so a
   *     constant, never a value
   */
  public void report(String where, Throwable error) {
    report(where, error, true);
  }

  /**
   * Of a thread of the host, in the midst of its values: nothing is told but types and places.
   *
   * @param where likewise, for example {@code "onnxruntime capture"}
   */
  public void reportNearValues(String where, Throwable error) {
    report(where, error, false);
  }

  private void report(String where, Throwable error, boolean inItsWords) {
    try {
      sayHowManyWereNotSaid();
      String kind = kindOf(where + ": " + error.getClass().getName());
      AtomicLong counted = counts.computeIfAbsent(kind, k -> new AtomicLong());
      long count = counted.incrementAndGet();
      if (count == 1) {
        sayFirst(where, error, inItsWords);
      } else if (PowersOfTen.contain(count)) {
        log.error(kind + ": failed " + count + " times so far");
      }
    } catch (Throwable ignored) {
      // Out of memory or stack inside the report itself: said with the next one.
      unsaid.getAndIncrement();
    }
  }

  /** So many kinds at once are one fault with many names. */
  private String kindOf(String kind) {
    return counts.size() < KINDS || counts.containsKey(kind) ? kind : OTHERS;
  }

  private void sayFirst(String where, Throwable error, boolean inItsWords) {
    log.error(
        where
            + " failed; further failures of this kind are counted, and said at 10, 100 and so on\n"
            + (inItsWords ? StackText.withKnownWords(error) : StackText.withoutWords(error)));
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
}
