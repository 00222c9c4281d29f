package io.plumbline.export;

import static io.plumbline.export.RelayBench.AWAY;
import static io.plumbline.export.RelayBench.OK;
import static io.plumbline.export.RelayBench.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.RecorderExtension;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.ring.MappedRing;
import io.plumbline.spool.Adoption;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.KeepRules;
import io.plumbline.telemetry.SpanSampling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The relay goes by another configuration, while it runs. */
class RelayChangeTest {
  private static final long OWN = 77;
  private static final SpanSampling ALL = SpanSampling.parentBasedAlwaysOn(KeepRules.DEFAULT);
  private static final SpanSampling NONE = SpanSampling.named("always_off", 1, KeepRules.NONE);

  @TempDir Path base;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private final RecordedCalls calls = new RecordedCalls(recorder);
  private final RelayBench bench = new RelayBench();
  private final Spool spool = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());
  private final AtomicInteger applied = new AtomicInteger();

  @Test
  void samplingIsAnotherFromThenOnAndCountsGoOn() throws IOException {
    Relay relay = bench.relay(spool);
    bench.append(spool, calls.make(20));
    settle(relay);

    relay.change(change(null, ExportOptions.defaults(), NONE, Duration.ofSeconds(60)));
    bench.append(spool, calls.make(30));
    settle(relay);
    relay.change(change(null, ExportOptions.defaults(), ALL, Duration.ofSeconds(60)));
    bench.append(spool, calls.make(5));
    bench.settleWithMetrics(relay);

    assertThat(bench.spanIds()).hasSize(25).doesNotHaveDuplicates();
    assertThat(bench.counted(OWN)).isEqualTo(55);
    assertThat(applied).hasValue(2);
  }

  @Test
  void shorterIntervalOfMetricsCountsAtOnce() throws IOException {
    Relay relay = bench.relay(spool);
    bench.append(spool, calls.make(3));
    settle(relay);
    assertThat(bench.metrics).isEmpty();

    relay.change(change(null, ExportOptions.defaults(), ALL, Duration.ofSeconds(2)));
    settle(relay);
    bench.time.pass(Duration.ofSeconds(2));
    settle(relay);

    assertThat(bench.counted(OWN)).isEqualTo(3);
  }

  @Test
  void whatTheOldReceiverDidNotTakeGoesToTheNewOne() throws IOException {
    Relay relay = bench.relay(spool);
    bench.spanAnswer = batch -> AWAY;
    bench.append(spool, calls.make(25));
    settle(relay);

    try (ScriptedHttpReceiver receiver = ScriptedHttpReceiver.start()) {
      ExportOptions elsewhere = ExportOptions.below(receiver.uri(), OtlpProtocol.HTTP_PROTOBUF);
      relay.change(change(exporter(elsewhere), elsewhere, ALL, Duration.ofSeconds(60)));
      settle(relay); // at once: the back-off was the other receiver's

      assertThat(receiver.received()).extracting(r -> r.spanNames().size()).contains(10, 5);
      assertThat(receiver.received().stream().mapToInt(r -> r.spanNames().size()).sum())
          .isEqualTo(25);
      assertThat(spool.ackedIndex()).isEqualTo(25);
    }
    assertThat(bench.spans).isEmpty();
  }

  @Test
  void streamOfTheDeadStaysWithItsEndpoint() throws IOException {
    Path gone = die(20);
    String here = ExportOptions.defaults().traces().uri().toString();
    try (SpoolDirectory own = directory("b", 2_000_000_000L, here);
        ScriptedHttpReceiver receiver = ScriptedHttpReceiver.start()) {
      Adoption adoption = new Adoption(own, bench.lost, bench.log, bench.errors);
      bench.adoption = () -> adopted(adoption);
      bench.spanAnswer = batch -> AWAY;
      bench.metricAnswer = batch -> AWAY;
      Relay relay = bench.relay(spool);
      bench.settleWithMetrics(relay);

      ExportOptions elsewhere = ExportOptions.below(receiver.uri(), OtlpProtocol.HTTP_PROTOBUF);
      own.change(own.header().with(elsewhere.traces().uri().toString(), ""));
      relay.change(change(exporter(elsewhere), elsewhere, ALL, Duration.ofSeconds(60)));
      bench.settleWithMetrics(relay);
      assertThat(receiver.received()).allSatisfy(r -> assertThat(r.spanNames()).isEmpty());
      assertThat(gone).exists();

      own.change(own.header().with(here, ""));
      bench.adoption = () -> adopted(adoption);
      bench.spanAnswer = batch -> OK;
      bench.metricAnswer = batch -> OK;
      Relay later = bench.relay(spool);
      settle(later);
      assertThat(bench.spanIds()).hasSize(20).doesNotHaveDuplicates();
      assertThat(gone).doesNotExist();
    }
  }

  private @Nullable RelayStream adopted(Adoption adoption) {
    DeadStream dead = adoption.next();
    return dead == null
        ? null
        : RelayStream.adopted(dead, new RelayStream.HookCounts(20, Map.of()), bench.lost);
  }

  private RelayChange change(
      @Nullable OtlpExporter exporter,
      ExportOptions endpoints,
      SpanSampling sampling,
      Duration metricInterval) {
    return new RelayChange(
        exporter,
        endpoints,
        sampling,
        metricInterval,
        Duration.ofMinutes(1),
        applied::incrementAndGet);
  }

  private static OtlpExporter exporter(ExportOptions endpoints) {
    return new OtlpExporter(endpoints, Clock.systemUTC());
  }

  private Path die(int spooled) throws IOException {
    String here = ExportOptions.defaults().traces().uri().toString();
    SpoolDirectory directory = directory("a", 1_000_000_000L, here);
    MappedRing ring = directory.createRing(1 << 20, SpoolOptions.DEFAULT, bench.log);
    for (byte[] record : calls.make(spooled)) {
      DropReason dropped = ring.accept(0, record, record.length);
      assertThat(dropped).isNull();
    }
    ring.close();
    directory.close();
    return directory.path();
  }

  private SpoolDirectory directory(String digit, long startEpochNanos, String endpoint)
      throws IOException {
    return SpoolDirectory.create(
        base,
        "shop",
        "fraud",
        new StreamHeader(digit.repeat(32), "id", startEpochNanos, endpoint, 1, Map.of()));
  }
}
