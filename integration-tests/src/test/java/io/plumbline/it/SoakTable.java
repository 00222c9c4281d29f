package io.plumbline.it;

import io.plumbline.it.harness.InferenceLedger;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.StreamCounts;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What came of a soak, for people: a table in Markdown. */
record SoakTable(Jdk jdk, Duration time, SoakedHosts soaked, Accounts accounts) {

  @Override
  public String toString() {
    StreamCounts counts = accounts.counts();
    StringBuilder table = new StringBuilder();
    row(table, jdk + ", " + time.toSeconds() + " s", "");
    row(table, "---", "---");
    row(table, "hosts, one after the other", accounts.ledgers().size());
    row(table, "calls of the hosts that returned", accounts.returned());
    row(table, "calls of the hosts that failed", sum(InferenceLedger::failed));
    row(table, "inferences made", counts.made());
    row(table, "counted", counts.counted());
    row(table, "dropped, by reason", byReason(counts.dropped()));
    row(table, "delivered as spans", accounts.delivered().ids().size());
    row(table, "delivered twice", accounts.delivered().duplicates());
    row(table, "spans lost, by reason", byReason(counts.spansDropped()));
    row(table, "calls over 10 ms", sum(InferenceLedger::stalled));
    row(table, "over 10 ms of the control, unobserved", sum(InferenceLedger::controlStalled));
    row(table, "longest call", millis(longest(InferenceLedger::longestNanos)));
    row(table, "longest of the control", millis(longest(InferenceLedger::longestControlNanos)));
    row(table, "what happened", byReason(soaked.happened()));
    return table.toString();
  }

  private static void row(StringBuilder table, String name, Object value) {
    table.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private long sum(ToLongFunction<InferenceLedger> column) {
    return accounts.ledgers().stream().mapToLong(column).sum();
  }

  private long longest(ToLongFunction<InferenceLedger> column) {
    return accounts.ledgers().stream().mapToLong(column).max().orElse(0);
  }

  private static String millis(long nanos) {
    return Math.round(nanos / 100_000.0) / 10.0 + " ms";
  }

  private static String byReason(Map<String, ? extends Number> counts) {
    String reasons =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue().longValue() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return reasons.isEmpty() ? "0" : reasons;
  }
}
