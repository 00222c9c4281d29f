package io.plumbline.status;

import java.time.Duration;

/**
 * What capture costs the application, and how much of each inference it takes for that reason.
 *
 * @param level {@code full}, {@code summary} or {@code counts}
 * @param cpu of the application's threads, lately; 1 is one core
 * @param maxCpu the bound
 * @param call what a typical call cost, lately
 * @param maxCall the bound
 * @param relayCpu of one core, what the thread that counts and sends took lately
 * @param maxRelayCpu the bound
 */
public record OverheadFacts(
    String level,
    double cpu,
    double maxCpu,
    Duration call,
    Duration maxCall,
    double relayCpu,
    double maxRelayCpu) {
  boolean isSteppedDown() {
    return !level.equals("full");
  }
}
