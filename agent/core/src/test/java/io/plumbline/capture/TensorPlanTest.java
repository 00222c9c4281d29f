package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.NamePattern;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.RedactionTarget;
import io.plumbline.redact.TextHasher;
import io.plumbline.redact.ValueRule;
import io.plumbline.redact.Vocabularies;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is kept of the tensor before changes nothing of the next one. */
class TensorPlanTest {
  private static final HashKey KEY = HashKey.of("a key that nobody has", "k1");
  private static final CaptureLimits LIMITS = new CaptureLimits(4, 6, 16, 1 << 12, 1);
  private static final List<String> NAMES =
      List.of("x", "amount", "customer", "secret", "ein Name mit ü, der gekürzt wird", "");
  private static final List<TensorRole> ROLES = List.of(TensorRole.values());
  private static final List<DataType> TYPES =
      List.of(DataType.FP32, DataType.FP64, DataType.INT64, DataType.BOOL, DataType.BYTES);

  private final RecordBuffer buffer = new RecordBuffer(LIMITS.maxRecordBytes());
  private final TensorWriter writer = writerTo(buffer);
  private final List<ModelRules> models =
      List.of(
          model("fraud", List.of("a", "b", "c"), ValueRule.hash()),
          model("churn", List.of(), ValueRule.round(2, true)));

  @Test
  void recordsOfOneWriterAreTheBytesThatAFreshOneWrites() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      ModelRules model = models.get(random.nextInt(models.size()));
      boolean values = random.nextInt(8) > 0;
      long tensors = random.nextLong();
      RecordBuffer fresh = new RecordBuffer(LIMITS.maxRecordBytes());

      byte[] expected = record(writerTo(fresh), fresh, model, values, new Random(tensors));
      byte[] actual = record(writer, buffer, model, values, new Random(tensors));

      assertThat(actual).as("record %s of seed %s", i, seed).isEqualTo(expected);
    }
  }

  @Test
  void morePlacesThanAreKeptAreWrittenAllTheSame() {
    for (int round = 0; round < 2; round++) {
      begin(writer, buffer, models.get(0), true);
      for (int i = 0; i < 100; i++) {
        writer.open(TensorRole.SCORE, "s" + i % 7, DataType.FP64, 1, 1).append(i);
        writer.close();
      }
    }
    RecordBuffer fresh = new RecordBuffer(LIMITS.maxRecordBytes());
    TensorWriter other = writerTo(fresh);
    begin(other, fresh, models.get(0), true);
    for (int i = 0; i < 100; i++) {
      other.open(TensorRole.SCORE, "s" + i % 7, DataType.FP64, 1, 1).append(i);
      other.close();
    }

    assertThat(written(buffer)).isEqualTo(written(fresh));
  }

  private static byte[] record(
      TensorWriter writer, RecordBuffer buffer, ModelRules model, boolean values, Random random) {
    begin(writer, buffer, model, values);
    int tensors = random.nextInt(6);
    for (int i = 0; i < tensors; i++) {
      tensor(writer, random);
    }
    return written(buffer);
  }

  private static void begin(
      TensorWriter writer, RecordBuffer buffer, ModelRules model, boolean values) {
    byte[] start = new byte[InferenceCodec.HEADER_BYTES];
    assertThat(buffer.begin(start, start.length)).isTrue();
    writer.reset(model, values);
  }

  private static void tensor(TensorWriter writer, Random random) {
    TensorRole role =
        random.nextBoolean() ? TensorRole.INPUT : ROLES.get(random.nextInt(ROLES.size()));
    DataType type = TYPES.get(random.nextInt(TYPES.size()));
    long[] shape = random.longs(random.nextInt(4), 0, 8).toArray();
    writer.open(role, NAMES.get(random.nextInt(NAMES.size())), type, shape);
    int values = writer.rows() * writer.valuesPerRow();
    for (int i = 0; i < values; i++) {
      append(writer, type, random);
    }
    if (random.nextInt(20) > 0) { // else as where the library threw meanwhile
      writer.close();
    }
  }

  private static void append(TensorWriter writer, DataType type, Random random) {
    if (type == DataType.BYTES) {
      writer.append("text " + random.nextInt(100));
    } else if (type == DataType.FP32) {
      writer.append(random.nextFloat());
    } else if (type == DataType.FP64) {
      writer.append(random.nextDouble());
    } else {
      writer.append((long) random.nextInt(2));
    }
  }

  private static byte[] written(RecordBuffer buffer) {
    buffer.abandon();
    return Arrays.copyOf(buffer.bytes(), buffer.position());
  }

  private static TensorWriter writerTo(RecordBuffer buffer) {
    return new TensorWriter(buffer, LIMITS, new TextHasher(), ModelRules.UNKNOWN);
  }

  private static ModelRules model(String name, List<String> features, ValueRule others) {
    List<RedactionRule> rules =
        List.of(
            rule(RedactionTarget.FEATURE, "secret", ValueRule.drop()),
            rule(RedactionTarget.FEATURE, "b", ValueRule.round(1, true)),
            rule(RedactionTarget.FEATURE, "amount", ValueRule.round(10, true)),
            rule(RedactionTarget.FEATURE, "*", others),
            rule(RedactionTarget.OUTPUT, "customer", ValueRule.hash()));
    RedactionPolicy policy =
        new RedactionPolicy(Values.SAFE, false, rules, List.of(), KEY, new Vocabularies());
    return ModelRules.asNamed(
        ModelRef.of("test", name).withFeatures(features),
        Set.of(),
        false,
        new CaptureSettings(LIMITS, policy, ModelConfiguration.NONE));
  }

  private static RedactionRule rule(RedactionTarget target, String name, ValueRule rule) {
    return new RedactionRule(null, target, List.of(new NamePattern(name)), rule, name);
  }
}
