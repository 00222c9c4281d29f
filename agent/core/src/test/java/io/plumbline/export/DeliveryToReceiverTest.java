package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.telemetry.EncodedSpan;
import io.plumbline.telemetry.SpanProtos;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policy, exporter and sockets together. */
class DeliveryToReceiverTest {
  private final ManualTime time = new ManualTime();
  private ScriptedHttpReceiver receiver;
  private OtlpExporter exporter;
  private Delivery<EncodedSpan> delivery;

  @BeforeEach
  void start() throws IOException {
    receiver = ScriptedHttpReceiver.start();
    exporter =
        new OtlpExporter(
            ExportOptions.below(receiver.uri(), OtlpProtocol.HTTP_PROTOBUF), Clock.systemUTC());
    delivery =
        new Delivery<>(
            OtlpSignal.TRACES,
            exporter::exportSpans,
            span -> 1,
            new Backoff(new Random(1)),
            ManualTime.PROBE_INTERVAL,
            new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO),
            time,
            time);
  }

  @AfterEach
  void stop() {
    exporter.close();
    receiver.close();
  }

  @Test
  void exactlyTheBadSpanIsReported() throws InterruptedException {
    List<String> accepted = new ArrayList<>();
    receiver.answers(
        (exchange, request) -> {
          boolean bad = request.spanNames().contains("predict 37");
          if (!bad) {
            accepted.addAll(request.spanNames());
          }
          ScriptedHttpReceiver.respond(exchange, bad ? 400 : 200, new byte[0]);
        });
    List<EncodedSpan> spans = TestSpans.many(100);

    Settlement<EncodedSpan> settlement = delivery.deliver(spans);

    assertThat(settlement).isEqualTo(new Settlement<>(List.of(spans.get(37)), 0));
    assertThat(accepted).hasSize(99).doesNotHaveDuplicates().doesNotContain("predict 37");
  }

  @Test
  void batchParkedBy401ArrivesOnceTheKeyIsRight() throws InterruptedException {
    AtomicInteger requests = new AtomicInteger();
    receiver.answers(
        (exchange, request) ->
            ScriptedHttpReceiver.respond(
                exchange, requests.incrementAndGet() <= 2 ? 401 : 200, new byte[0]));

    assertThat(delivery.deliver(TestSpans.many(4))).isEqualTo(new Settlement<>(List.of(), 0));

    assertThat(requests).hasValue(3);
    assertThat(time.sleeps()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
  }

  @Test
  void requestAboveTheTargetIsHalvedAndArrives() throws InterruptedException {
    List<EncodedSpan> spans =
        IntStream.range(0, 8).mapToObj(i -> TestSpans.ofBytes("span " + i, 300_000)).toList();

    Settlement<EncodedSpan> settlement = delivery.deliver(spans);

    assertThat(settlement).isEqualTo(new Settlement<>(List.of(), 0));
    assertThat(receiver.received())
        .hasSize(4)
        .allSatisfy(request -> assertThat(request.wireBytes()).isLessThan(BatchSize.TARGET_BYTES));
    assertThat(receiver.received().stream().flatMap(request -> request.spanNames().stream()))
        .containsExactlyInAnyOrderElementsOf(
            SpanProtos.decoded(spans).stream().map(SpanData::getName).toList());
  }

  @Test
  void spanAboveTheTargetGoesAloneAndOneAboveTheHardLimitNotAtAll() throws InterruptedException {
    List<EncodedSpan> spans =
        List.of(
            TestSpans.ofBytes("a", 2_000_000),
            TestSpans.ofBytes("b", 2_000_000),
            TestSpans.ofBytes("larger than any request", BatchSize.HARD_BYTES));

    Settlement<EncodedSpan> settlement = delivery.deliver(spans);

    assertThat(settlement).isEqualTo(new Settlement<>(List.of(spans.get(2)), 0));
    assertThat(receiver.received())
        .extracting(ScriptedHttpReceiver.Received::spanNames)
        .containsExactly(List.of("a"), List.of("b"));
  }
}
