package io.plumbline.export;

import static io.plumbline.export.RelayBench.AWAY;
import static io.plumbline.export.RelayBench.OK;
import static io.plumbline.export.RelayBench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.InferenceCodec;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.telemetry.KeepRules;
import io.plumbline.telemetry.SpanProtos;
import io.plumbline.telemetry.SpanSampling;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spans are made as their records are counted, and it is as if they were made when sent. */
class SpansAheadTest {
  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RecordedCalls calls = new RecordedCalls(recorder);
  private final RelayBench bench = new RelayBench();
  private final Spool spool = countingTailers();
  private int tailers;

  private Spool countingTailers() {
    Spool real = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());
    return (Spool)
        Proxy.newProxyInstance(
            Spool.class.getClassLoader(),
            new Class<?>[] {Spool.class},
            (proxy, method, arguments) -> {
              tailers += method.getName().equals("tailer") ? 1 : 0;
              return method.invoke(real, arguments);
            });
  }

  private StreamRelay relay() throws IOException {
    return new StreamRelay(
        bench.stream(spool), TelemetryOptions.defaults("1"), bench.options, bench.errors);
  }

  private static void count(StreamRelay relay) {
    while (relay.count()) {}
  }

  @Test
  void relayThatKeepsUpReadsEachRecordOnce() throws IOException {
    Relay relay = bench.relay(spool);
    for (int i = 0; i < 5; i++) {
      bench.append(spool, calls.make(9));
      settle(relay);
    }

    assertThat(tailers).isEqualTo(1);
    assertThat(bench.spanIds()).hasSize(45).doesNotHaveDuplicates();
    assertThat(spool.ackedIndex()).isEqualTo(45);
  }

  @Test
  void whatDoesNotFitIsReadWhenItsTimeComes() throws IOException {
    List<byte[]> records = calls.make(100);
    bench.append(spool, records);
    bench.spanAnswer = batch -> AWAY;
    Relay relay = bench.relay(spool);
    settle(relay);
    assertThat(tailers).isEqualTo(1);

    bench.spanAnswer = batch -> OK;
    bench.time.pass(Duration.ofMinutes(1));
    settle(relay);

    assertThat(bench.spanIds())
        .containsExactlyElementsOf(
            records.stream()
                .map(record -> InferenceCodec.decode(record, record.length).trace().spanId())
                .map("%016x"::formatted)
                .toList());
    assertThat(tailers).isEqualTo(2);
    bench.append(spool, calls.make(10));
    settle(relay);
    assertThat(bench.spanIds()).hasSize(110).doesNotHaveDuplicates();
    assertThat(tailers).isEqualTo(2);
  }

  @Test
  void samplingThatChangesIsThatOfWhatWasNotSentYet() throws IOException {
    bench.append(spool, calls.make(5));
    StreamRelay relay = relay();
    count(relay);

    relay.change(SpanSampling.named("always_off", 1, KeepRules.NONE));

    assertThat(relay.next()).isEmpty();
  }

  @Test
  void whatTheSpoolLetGoIsLookedForAnew() throws IOException {
    bench.append(spool, calls.make(5));
    StreamRelay relay = relay();
    count(relay);

    bench.lost.onLoss(new SpoolLoss(DropReason.SPOOL_FULL, 2, 3, 0, 0, Map.of()));

    assertThat(relay.next()).hasSize(5); // they are still there
    assertThat(tailers).isEqualTo(2);
  }

  @Test
  void recordThatCannotBeCountedStandsInNoOnesWay() throws IOException {
    bench.append(spool, calls.make(2));
    bench.append(spool, List.of(new byte[80]));
    bench.append(spool, calls.make(3));
    StreamRelay relay = relay();
    count(relay);

    assertThat(sent(relay)).hasSize(2);
    assertThat(sent(relay)).hasSize(3);
    assertThat(relay.isDone()).isTrue();
    assertThat(tailers).isEqualTo(2);
  }

  private static List<SpanData> sent(StreamRelay relay) {
    List<SpanData> spans = SpanProtos.decoded(Objects.requireNonNull(relay.next()));
    relay.settled(new Settlement<>(List.of(), 0));
    return spans;
  }
}
