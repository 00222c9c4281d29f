package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceCodec;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelConfiguration;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.ErasureRequest.Condition;
import io.plumbline.spool.ErasureTally;
import io.plumbline.spool.RecordErasure.Outcome;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.telemetry.KnownRedaction;
import io.plumbline.telemetry.SpanProtos;
import io.plumbline.telemetry.TelemetryOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubjectErasureTest {
  private static final ModelRef CHURN =
      new ModelRef("churn", "7", "predict", "any", null, List.of("age", "income"), List.of());

  /** As the recorder has it, which calls it "test". */
  private static final HashKey KEY = HashKey.of("0".repeat(32), null);

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.ALL);

  private @Nullable RegisteredHook hook;

  @Test
  void whatFeaturesSayFindsARecord() {
    byte[] record = record("Smith", 47, 1234.56f, null);

    assertThat(find(record, "name=Smith")).isEqualTo(Outcome.ERASED);
    assertThat(find(record, "age=47")).isEqualTo(Outcome.ERASED);
    assertThat(find(record, "age=47.0")).isEqualTo(Outcome.ERASED);
    assertThat(find(record, "income=1234.56")).isEqualTo(Outcome.ERASED);
    assertThat(find(record, "name=Smith", "age=47")).isEqualTo(Outcome.ERASED);
    assertThat(find(record, "name=Smith", "age=48")).isEqualTo(Outcome.OTHER);
    assertThat(find(record, "name=smith")).isEqualTo(Outcome.OTHER);
    assertThat(find(record, "other=Smith")).isEqualTo(Outcome.OTHER);
    assertThat(find(record, "age=forty")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void otherModelsAreLeftAlone() {
    ErasureRequest others = new ErasureRequest("1", conditions("age=47"), "fraud", false, false);
    ErasureRequest its = new ErasureRequest("1", conditions("age=47"), "churn", false, false);
    ByteBuffer record = ByteBuffer.wrap(record("Smith", 47, 1, null));

    assertThat(new SubjectErasure(others, known()).apply(record)).isEqualTo(Outcome.OTHER);
    assertThat(new SubjectErasure(its, known()).apply(record)).isEqualTo(Outcome.ERASED);
  }

  @Test
  void erasedRecordIsDecodedAndSaysNothing() {
    byte[] record =
        record("Smith", 47, 1234.56f, new IllegalStateException("no Smith of 47 is known"));
    byte[] before = record.clone();
    Inference was = InferenceCodec.decode(record, record.length);

    SubjectErasure erasure = erasure(false, known(), "name=Smith");
    assertThat(erasure.apply(ByteBuffer.wrap(record))).isEqualTo(Outcome.ERASED);

    assertThat(record).hasSize(before.length);
    assertThat(new String(before, StandardCharsets.ISO_8859_1)).contains("Smith");
    assertThat(new String(record, StandardCharsets.ISO_8859_1)).doesNotContain("Smith");
    assertThat(contains(before, 1234.56f)).isTrue();
    assertThat(contains(record, 1234.56f)).isFalse();
    Inference now = InferenceCodec.decode(record, record.length);
    assertThat(now.inputs()).isEmpty();
    assertThat(now.outputs()).isEmpty();
    assertThat(now.label()).isNull();
    assertThat(now.model()).isEqualTo(was.model());
    assertThat(now.trace()).isEqualTo(was.trace());
    assertThat(now.startEpochNanos()).isEqualTo(was.startEpochNanos());
    assertThat(now.durationNanos()).isEqualTo(was.durationNanos());
    assertThat(now.batchSize()).isEqualTo(was.batchSize());
    assertThat(now.outcome().toString()).contains("IllegalStateException").doesNotContain("Smith");
    assertThat(erasure.apply(ByteBuffer.wrap(record))).as("again").isEqualTo(Outcome.OTHER);
  }

  @Test
  void dryRunChangesNothing() {
    byte[] record = record("Smith", 47, 1, null);
    byte[] before = record.clone();

    assertThat(erasure(true, known(), "age=47").apply(ByteBuffer.wrap(record)))
        .isEqualTo(Outcome.ERASED);
    assertThat(record).isEqualTo(before);
  }

  @Test
  void hashedFeatureIsFoundByItsHashUnderTheRightKey() {
    HashKey key = KEY;
    HashKey other = HashKey.of(HashKey.newKey(), null);
    InferenceRecorder.install(recorder.over(RedactionPolicy.Values.SAFE, ModelConfiguration.NONE));
    byte[] record = record("Smith", 47, 1, null);
    assertThat(new String(record, StandardCharsets.ISO_8859_1)).doesNotContain("Smith");

    assertThat(erasure(false, known(other), "name=Smith").apply(copy(record)))
        .as("under a key that is not known")
        .isEqualTo(Outcome.NOT_SEARCHABLE);
    assertThat(erasure(false, known(key), "name=Jones").apply(copy(record)))
        .isEqualTo(Outcome.OTHER);
    assertThat(erasure(false, known(other, key), "name=Smith").apply(copy(record)))
        .isEqualTo(Outcome.ERASED);
  }

  @Test
  void droppedFeatureIsToldAsNotSearchable() {
    InferenceRecorder.install(
        recorder.over(RedactionPolicy.Values.NUMBERS, ModelConfiguration.NONE));
    byte[] record = record("Smith", 47, 1, null);

    assertThat(find(record, "name=Smith")).isEqualTo(Outcome.NOT_SEARCHABLE);
    assertThat(find(record, "name=Smith", "age=47")).isEqualTo(Outcome.NOT_SEARCHABLE);
    assertThat(find(record, "name=Smith", "age=48")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void damagedRecordIsToldAndNotTouched() {
    byte[] record = record("Smith", 47, 1, null);
    record[4] ^= 1; // of its own length
    byte[] before = record.clone();

    assertThat(find(record, "age=47")).isEqualTo(Outcome.UNREADABLE);
    assertThat(record).isEqualTo(before);
  }

  @Test
  void livingStreamDeliversErasedRecordsAndExactCounts() throws IOException {
    RelayBench bench = new RelayBench();
    Spool spool = Spool.inMemory(SpoolOptions.DEFAULT, bench.lost, Clock.systemUTC());
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      records.add(record(i % 3 == 0 ? "Smith" : "Jones", i, i, null));
    }
    bench.append(spool, records);
    bench.spanAnswer = batch -> RelayBench.AWAY;
    StreamRelay relay =
        new StreamRelay(
            bench.stream(spool), TelemetryOptions.defaults("1"), bench.options, bench.errors);
    while (relay.count()) {}
    List<SpanData> underWay = SpanProtos.decoded(Objects.requireNonNull(relay.next()));
    assertThat(underWay.toString()).contains("Smith");

    ErasureTally tally = new ErasureTally();
    relay.stream().eraseAll(erasure(false, known(), "name=Smith"), false, tally);
    relay.forget();

    assertThat(tally.erased()).isEqualTo(10);
    List<SpanData> again = SpanProtos.decoded(Objects.requireNonNull(relay.next()));
    assertThat(again).hasSameSizeAs(underWay);
    assertThat(again.toString()).doesNotContain("Smith").contains("Jones");
    for (SpoolRecord record : spool.tailer(0).read(100, 1 << 20).records()) {
      assertThat(StandardCharsets.ISO_8859_1.decode(record.payload().duplicate()).toString())
          .doesNotContain("Smith");
    }
    assertThat(relay.hasCounted(relay.hookCounts())).isTrue();
  }

  private Outcome find(byte[] record, String... where) {
    return erasure(false, known(), where).apply(copy(record));
  }

  private static ByteBuffer copy(byte[] record) {
    return ByteBuffer.wrap(record.clone());
  }

  private static SubjectErasure erasure(boolean dryRun, KnownRedaction known, String... where) {
    return new SubjectErasure(
        new ErasureRequest("1", conditions(where), null, false, dryRun), known);
  }

  /** The policies of these tests, and keys, of which the recorder calls its own "test". */
  private static KnownRedaction known(HashKey... keys) {
    Map<String, RedactionPolicy> policies = new HashMap<>();
    for (RedactionPolicy.Values values : RedactionPolicy.Values.values()) {
      RedactionPolicy policy = new RedactionPolicy(values, HashKey.of(HashKey.newKey(), null));
      policies.put(policy.id(), policy);
    }
    boolean own = Stream.of(keys).anyMatch(key -> key.equals(KEY));
    return new KnownRedaction(List.of(keys), own ? Set.of("test") : Set.of(), policies);
  }

  private static List<Condition> conditions(String... where) {
    List<Condition> conditions = new ArrayList<>();
    for (String each : where) {
      String[] parts = each.split("=", 2);
      conditions.add(new Condition(parts[0], parts[1]));
    }
    return conditions;
  }

  private byte[] record(String name, long age, float income, @Nullable Throwable thrown) {
    RegisteredHook own = hook == null ? recorder.hooks().register("any", "Any.predict") : hook;
    hook = own;
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(own.index()));
    call.model(InferenceRecorder.describe(CHURN));
    call.batchSize(1);
    text(call, TensorRole.INPUT, "name", name);
    call.tensor(TensorRole.INPUT, "age", DataType.INT64, new long[] {1})
        .longs(new long[] {age})
        .close();
    call.tensor(TensorRole.INPUT, "income", DataType.FP32, new long[] {1})
        .floats(new float[] {income})
        .close();
    text(call, TensorRole.LABEL, "label", "label of " + name);
    InferenceRecorder.end(call, thrown);
    List<byte[]> all = recorder.sink().records();
    return all.get(all.size() - 1).clone();
  }

  private static void text(InFlightInference call, TensorRole role, String name, String text) {
    TensorWriter tensor = call.tensor(role, name, DataType.BYTES, new long[] {1});
    tensor.append(text);
    tensor.close();
  }

  private static boolean contains(byte[] record, float value) {
    ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 4 <= record.length; i++) {
      if (bytes.getFloat(i) == value) {
        return true;
      }
    }
    return false;
  }
}
