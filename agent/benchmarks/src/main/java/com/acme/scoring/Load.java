package com.acme.scoring;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An order to call the scorer for a while.
 *
 * @param threads calling at once
 * @param perSecond calls of each thread; 0 = as fast as they go
 * @param rounds of the model's body
 * @param control whether each call is followed by as much time that nobody observes
 */
record Load(Pace pace, int threads, double perSecond, int rounds, long millis, boolean control) {
  /** How calls follow each other. */
  enum Pace {
    /**
     * A thousand in a row, untimed, with pauses that let whoever observes them keep up; so that the
     * cost of observing is measured, not that of dropping.
     */
    BURSTS,
    /** The next when the last has returned, each timed. */
    CLOSED,
    /** By the clock, each timed from when it began; late ones follow at once. */
    OPEN
  }

  /**
   * @param words {@code key=value}, those that are missing have defaults
   */
  static Load parse(String... words) {
    Map<String, String> given = new HashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        given.put(word.substring(0, equals), word.substring(equals + 1));
      }
    }
    return new Load(
        Pace.valueOf(given.getOrDefault("pace", "closed").toUpperCase(Locale.ROOT)),
        Integer.parseInt(given.getOrDefault("threads", "1")),
        Double.parseDouble(given.getOrDefault("rate", "0")),
        Integer.parseInt(given.getOrDefault("rounds", "0")),
        Long.parseLong(given.getOrDefault("millis", "1000")),
        Boolean.parseBoolean(given.getOrDefault("control", "false")));
  }
}
