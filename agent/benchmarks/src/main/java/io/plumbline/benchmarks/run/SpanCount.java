package io.plumbline.benchmarks.run;

import java.io.IOException;

/** Counts the spans of an ExportTraceServiceRequest without decoding them. */
final class SpanCount {
  /** Field numbers on the way down: resource_spans, scope_spans, spans. */
  private static final int[] WAY = {1, 2, 2};

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private int at;

  private SpanCount(byte[] bytes) {
    this.bytes = bytes;
  }

  static long of(byte[] request) throws IOException {
    try {
      return new SpanCount(request).count(request.length, 0);
    } catch (IndexOutOfBoundsException e) {
      throw new IOException("the request ends within a field", e);
    }
  }

  private long count(int end, int level) throws IOException {
    long spans = 0;
    while (at < end) {
      int tag = (int) varint();
      switch (tag & 7) {
        case VARINT -> varint();
        case FIXED64 -> at += Long.BYTES;
        case FIXED32 -> at += Integer.BYTES;
        case DELIMITED -> {
          int fieldEnd = (int) varint() + at;
          if (tag >>> 3 != WAY[level]) {
            at = fieldEnd;
          } else if (level == WAY.length - 1) {
            spans++;
            at = fieldEnd;
          } else {
            spans += count(fieldEnd, level + 1);
          }
        }
        default -> throw new IOException("no protobuf at byte " + at);
      }
    }
    return spans;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
