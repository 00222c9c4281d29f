package io.plumbline.it.harness;

import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What arrived of hosts that keep an {@link InferenceLedger}: the ids of the spans, and the newest
 * counts of each stream. Reads each message once, so it may be asked again and again under load.
 */
public final class DeliveredInferences {
  private final ReceivedTelemetry received;
  private final String idAttribute;
  private final Set<Long> ids = new HashSet<>();
  private final Map<String, StreamCounts> streams = new LinkedHashMap<>();
  private int read;
  private long duplicates;

  /**
   * @param idAttribute of a span, e.g. {@code ml.input.id}
   */
  public DeliveredInferences(ReceivedTelemetry received, String idAttribute) {
    this.received = received;
    this.idAttribute = idAttribute;
  }

  /** Of the spans of one request; none when it carries metrics. */
  public static Set<Long> ids(Message request, String idAttribute) {
    return idsOf(request, idAttribute).collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<Long> idsOf(Message request, String idAttribute) {
    return request instanceof ExportTraceServiceRequest traces
        ? traces.getResourceSpansList().stream()
            .flatMap(resource -> resource.getScopeSpansList().stream())
            .flatMap(scope -> scope.getSpansList().stream())
            .flatMap(span -> span.getAttributesList().stream())
            .filter(attribute -> attribute.getKey().equals(idAttribute))
            .map(attribute -> (long) attribute.getValue().getDoubleValue())
        : Stream.of();
  }

  /** The ids of all spans so far. */
  public synchronized Set<Long> ids() {
    readOn();
    return new HashSet<>(ids); // an immutable one takes minutes for ids in a row
  }

  /** Of the ids of a ledger, those without a span; in order. */
  public synchronized Set<Long> missing(InferenceLedger ledger) {
    readOn();
    Set<Long> missing = new TreeSet<>();
    ledger.ids().filter(id -> !ids.contains(id)).forEach(missing::add);
    return missing;
  }

  /** For the message of a test that waits for {@link #missing} to be empty. */
  public String explanation(InferenceLedger ledger) {
    Set<Long> missing = missing(ledger);
    return "of run "
        + ledger.run()
        + " "
        + missing.size()
        + " of "
        + ledger.returned()
        + " are missing: "
        + missing.stream().limit(20).toList();
  }

  /** Of the spans of a ledger's run, those whose call had not returned; in order. */
  public synchronized Set<Long> beyond(InferenceLedger ledger) {
    readOn();
    Set<Long> beyond = new TreeSet<>();
    ids.stream().filter(id -> id >>> 40 == ledger.run()).forEach(beyond::add);
    ledger.ids().forEach(beyond::remove);
    return beyond;
  }

  /** Spans that came again. */
  public synchronized long duplicates() {
    readOn();
    return duplicates;
  }

  /** By {@code service.instance.id}, in the order of their first appearance. */
  public synchronized Map<String, StreamCounts> streams() {
    readOn();
    return Map.copyOf(streams);
  }

  /** Of all streams together. */
  public StreamCounts total() {
    return streams().values().stream().reduce(StreamCounts.NONE, StreamCounts::plus);
  }

  private void readOn() {
    List<Message> messages = received.messages();
    for (; read < messages.size(); read++) {
      read(messages.get(read));
    }
  }

  /** One message more, of a receiver that keeps none. */
  public synchronized void read(Message message) {
    if (message instanceof ExportTraceServiceRequest) {
      duplicates += idsOf(message, idAttribute).filter(id -> !ids.add(id)).count();
    } else if (message instanceof ExportMetricsServiceRequest metrics) {
      metrics.getResourceMetricsList().forEach(this::read);
    }
  }

  private void read(ResourceMetrics resource) {
    String instance =
        resource.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.instance.id"))
            .map(attribute -> attribute.getValue().getStringValue())
            .findFirst()
            .orElse("");
    List<Metric> metrics =
        resource.getScopeMetricsList().stream()
            .flatMap(scope -> scope.getMetricsList().stream())
            .toList();
    streams.merge(
        instance, StreamCounts.of(resource, metrics), (older, newer) -> newer.after(older));
  }
}
