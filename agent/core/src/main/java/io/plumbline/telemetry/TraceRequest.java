package io.plumbline.telemetry;

import io.opentelemetry.sdk.common.export.MessageWriter;
import io.plumbline.otlp.WireWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Spans as one OTLP request: a message ExportTraceServiceRequest. */
public final class TraceRequest implements MessageWriter {
  private static final int RESOURCE_SPANS = 1; // of ExportTraceServiceRequest
  private static final int SCOPE_SPANS = 2; // of ResourceSpans
  private static final int SPANS = 2; // of ScopeSpans

  /** Spans of one stream. */
  private record Group(EncodedScope scope, List<EncodedSpan> spans) {
    /** Of the message ScopeSpans. */
    int scopeSpansBytes() {
      int bytes = scope.scope().length;
      for (EncodedSpan span : spans) {
        bytes += delimited(span.span().length);
      }
      return bytes;
    }

    /** Of the message ResourceSpans. */
    int resourceSpansBytes() {
      return scope.resource().length + delimited(scopeSpansBytes());
    }

    /** Tag, length and content; the numbers of all fields fit a tag of one byte. */
    static int delimited(int length) {
      return 1 + WireWriter.varintSize(length) + length;
    }
  }

  private final List<Group> groups;
  private final int bytes;

  private TraceRequest(List<Group> groups) {
    this.groups = groups;
    this.bytes =
        groups.stream().mapToInt(group -> Group.delimited(group.resourceSpansBytes())).sum();
  }

  /** Those of one stream, where they follow each other, share what is said once. */
  public static TraceRequest of(List<EncodedSpan> spans) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= spans.size(); i++) {
      EncodedScope scope = spans.get(from).scope();
      if (i == spans.size() || spans.get(i).scope() != scope) {
        groups.add(new Group(scope, spans.subList(from, i)));
        from = i;
      }
    }
    return new TraceRequest(groups);
  }

  @Override
  public int getContentLength() {
    return bytes;
  }

  @Override
  public void writeMessage(OutputStream output) throws IOException {
    WireWriter out = new WireWriter();
    for (Group group : groups) {
      out.length(RESOURCE_SPANS, group.resourceSpansBytes());
      out.fields(group.scope().resource());
      out.length(SCOPE_SPANS, group.scopeSpansBytes());
      out.fields(group.scope().scope());
      for (EncodedSpan span : group.spans()) {
        out.length(SPANS, span.span().length);
        out.writeTo(output);
        out.clear();
        output.write(span.span());
      }
    }
  }
}
