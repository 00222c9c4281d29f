package io.plumbline.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageTypeTest {
  @Test
  void absentFieldsReadAsDefaults() throws IOException {
    Message message = OtlpMessages.STATUS.decode(new byte[0]);

    assertThat(message.string("message")).isEmpty();
    assertThat(message.number("code")).isZero();
    assertThat(message.messages("details")).isEmpty();
    assertThat(message.message("partialSuccess").flag("x")).isFalse();
  }

  @Test
  void unknownFieldsOfEveryWireTypeAreSkipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt64(1000, -1);
    out.writeFixed64(1001, 7);
    out.writeString(1002, "new in a later version");
    out.writeFixed32(1003, 7);
    out.writeString(2, "still read");
    out.flush();

    assertThat(OtlpMessages.STATUS.decode(bytes.toByteArray()).string("message"))
        .isEqualTo("still read");
  }

  @Test
  void packedAndSingleElementsAreTheSame() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(
        2,
        ExponentialHistogramDataPoint.Buckets.newBuilder()
            .addBucketCounts(300)
            .addBucketCounts(1)
            .build()
            .toByteArray());
    out.flush();
    MessageType single = new MessageType().repeated(2, "bucketCounts", FieldType.INT64);
    MessageType nested = new MessageType().field(2, "buckets", single);

    assertThat(
            nested.decode(bytes.toByteArray()).message("buckets").list("bucketCounts", Long.class))
        .containsExactly(300L, 1L);
    assertThat(single.decode(new byte[] {0x10, 5, 0x10, 6}).list("bucketCounts", Long.class))
        .containsExactly(5L, 6L);
  }

  @Test
  void everyTruncationIsAnIoExceptionOrAShorterMessage() {
    byte[] whole = request().toByteArray();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      decodeOrRefuse(part);
    }
  }

  @Test
  void randomBytesNeverFailOtherwise() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] whole = request().toByteArray();

    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        decodeOrRefuse(damaged);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void nestingIsBounded() {
    AnyValue value = AnyValue.getDefaultInstance();
    for (int depth = 0; depth < 200; depth++) {
      value = AnyValue.newBuilder().setArrayValue(ArrayValue.newBuilder().addValues(value)).build();
    }
    byte[] bytes = withAttribute(value).toByteArray();

    assertThatThrownBy(() -> OtlpMessages.TRACE_REQUEST.decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nested");
  }

  private static void decodeOrRefuse(byte[] bytes) {
    try {
      OtlpJson.write(OtlpMessages.TRACE_REQUEST.decode(bytes));
    } catch (IOException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  private static ExportTraceServiceRequest request() {
    return withAttribute(AnyValue.newBuilder().setStringValue("FR").build());
  }

  private static ExportTraceServiceRequest withAttribute(AnyValue value) {
    Span span =
        Span.newBuilder()
            .setName("predict fraud")
            .setStartTimeUnixNano(1_700_000_000_000_000_000L)
            .addAttributes(KeyValue.newBuilder().setKey("ml.input.country").setValue(value))
            .build();
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder().addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
        .build();
  }
}
