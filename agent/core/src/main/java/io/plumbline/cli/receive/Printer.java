package io.plumbline.cli.receive;

import io.plumbline.otlp.Message;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Prints spans as trees and metrics as a table, and each resource when it is first heard of. */
public final class Printer implements Arrivals {
  private final PrintWriter out;
  private Map<String, String> resource = Map.of();

  public Printer(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void arrived(ReceivedSignal signal, Message request) {
    for (Message spans : request.messages("resourceSpans")) {
      printResource(spans.message("resource"));
      Telemetry.spans(spans).map(SpanTree::of).forEach(out::println);
    }
    for (Message metrics : request.messages("resourceMetrics")) {
      printResource(metrics.message("resource"));
      out.println(MetricsTable.of(Telemetry.metrics(metrics).toList()));
    }
    out.flush();
  }

  /** Once, and again when another one has come in between. */
  private void printResource(Message sent) {
    Map<String, Message> attributes = Telemetry.attributes(sent);
    Map<String, String> texts = new TreeMap<>();
    attributes.forEach((key, value) -> texts.put(key, Text.of(value)));
    if (texts.equals(resource)) {
      return;
    }
    resource = texts;
    Tree tree = new Tree("resource", texts.getOrDefault("service.name", ""));
    texts.forEach(tree::with);
    out.println(tree);
  }
}
