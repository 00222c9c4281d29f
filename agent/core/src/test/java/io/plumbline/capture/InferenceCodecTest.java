package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.plumbline.redact.RedactionPolicy;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InferenceCodecTest {
  /**
   * Version 1, as it is on disks already: a change here is a new version, and this one stays
   * readable. Times, ids and the thread's name are those of the day it was made.
   */
  private static final String GOLDEN =
      """
      01000000c00100000000000000000000000000000000000000000000000000000000000000000000
      00000000000000000000000000000000030000000000000001010000010000002001000016000000
      4f727453657373696f6e2e72756e0000100000005700000005000000667261756401000000370700
      0000707265646963740b0000006f6e6e7872756e74696d65ffffffff0d000000736166652d393939
      30646266650100000006000000616d6f756e740000000000010c0200380000000100000001000000
      01000000000000000100000000000000010000000000000078000000000000000000484100000000
      010e0200480000000100000001000000070000000000000001000000000000000100000000000000
      636f756e74727900040000800f8bdff54afd8d94020000007465737400000000020d020038000000
      01000000010000000100000000000000010000000000000001000000000000007000000000000000
      000000000000e83f20040000270000006a6176612e6c616e672e496c6c6567616c53746174654578
      63657074696f6e0020050100180000001b7afce9387d1a730600000074657374200300000c000000
      6d61696e00000000
      """;

  /**
   * As the first agent wrote it: hashes without the id of a key, a policy without a fingerprint.
   */
  private static final String FIRST =
      """
      01000000b00100000000000000000000b9a948e802dce918ab7a0200000000000100000000000000
      020000000000000019c9e302e154a422030000000000000001010000010000002001000016000000
      4f727453657373696f6e2e72756e0000100000004e00000005000000667261756401000000370700
      0000707265646963740b0000006f6e6e7872756e74696d65ffffffff040000007361666501000000
      06000000616d6f756e74000000000000010c02003800000001000000010000000100000000000000
      0100000000000000010000000000000078000000000000000000484100000000010e020040000000
      0100000001000000070000000000000001000000000000000100000000000000636f756e74727900
      00000080bec62ea3506b6e5602000000020d02003800000001000000010000000100000000000000
      010000000000000001000000000000007000000000000000000000000000e83f2004000027000000
      6a6176612e6c616e672e496c6c6567616c5374617465457863657074696f6e002005010014000000
      f70441229b70043b0600000000000000200300000c0000006d61696e00000000\
      """;

  @RegisterExtension
  final RecorderExtension recorder = RecorderExtension.with(RedactionPolicy.Values.SAFE);

  @Test
  void recordOfVersionOneIsStillReadable() {
    byte[] record = golden();

    Inference inference = InferenceCodec.decode(record, record.length);

    assertThat(inference.model())
        .isEqualTo(
            new ModelRef(
                "fraud", "7", "predict", "onnxruntime", null, List.of("amount"), List.of()));
    assertThat(inference.function()).isEqualTo("OrtSession.run");
    assertThat(inference.inputs())
        .containsExactly(
            Tensor.fp32("x", 12.5f).reshaped(1, 1),
            Tensor.bytes("country", "hash:test:948dfd4af5df8b0f/2").reshaped(1, 1));
    assertThat(inference.outputs()).containsExactly(Tensor.fp64("p", 0.75).reshaped(1, 1));
    assertThat(inference.outcome().errorType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(inference.outcome().errorMessage()).startsWith("hash:").endsWith("/6");
    assertThat(inference.policy()).isEqualTo("safe-9990dbfe");
  }

  @Test
  void todaysRecordDiffersFromTheGoldenOneOnlyInTimesAndIds() {
    byte[] record = record();
    byte[] expected = golden();

    Arrays.fill(expected, InferenceCodec.START, InferenceCodec.PARENT_SPAN_ID, (byte) 0);
    Arrays.fill(record, InferenceCodec.START, InferenceCodec.PARENT_SPAN_ID, (byte) 0);

    assertThat(HexFormat.of().formatHex(record)).isEqualTo(HexFormat.of().formatHex(expected));
  }

  @Test
  void damagedRecordsAreRefusedAndNothingElseHappens() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] intact = record();
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(intact, random.nextInt(intact.length) + 1);
      if (random.nextBoolean()) {
        damaged = intact.clone();
      }
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        InferenceCodec.decode(damaged, damaged.length);
      } catch (InvalidRecordException expected) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
    assertThat(refused).isGreaterThan(5_000);
  }

  @Test
  void recordOfALaterVersionIsRefusedInWords() {
    byte[] record = record();
    record[0] = 9;

    assertThatExceptionOfType(InvalidRecordException.class)
        .isThrownBy(() -> InferenceCodec.decode(record, record.length))
        .withMessage("record layout 9 is not known to this agent");
  }

  @Test
  void recordOfTheFirstAgentIsRead() {
    byte[] first = HexFormat.of().parseHex(FIRST.replaceAll("\\s", ""));

    Inference inference = InferenceCodec.decode(first, first.length);

    assertThat(inference.policy()).isEqualTo("safe");
    assertThat(inference.inputs().get(1).textAt(0)).isEqualTo("hash:566e6b50a32ec6be/2");
    assertThat(inference.redactionFailures()).isZero();
  }

  @Test
  void sectionsWithAnUnknownTagAreSkipped() {
    byte[] record = Arrays.copyOf(record(), record().length + 16);
    record[record.length - 16] = 99;
    record[record.length - 12] = 16;
    record[InferenceCodec.LENGTH] = (byte) record.length;
    record[InferenceCodec.LENGTH + 1] = (byte) (record.length >> 8);

    assertThat(InferenceCodec.decode(record, record.length).inputs()).hasSize(2);
  }

  private byte[] record() {
    RegisteredHook hook = recorder.hooks().register("onnxruntime", "OrtSession.run");
    Thread.currentThread().setName("main");
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
    ModelRef model = ModelRef.of("onnxruntime", "fraud").withVersion("7");
    call.model(InferenceRecorder.describe(model.withFeatures(List.of("amount"))));
    call.parent(1, 2, 3, (byte) 1);
    call.batchSize(1);
    call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, 1).floats(new float[] {12.5f}).close();
    call.scalar(TensorRole.INPUT, "country", "FR");
    call.scalar(TensorRole.OUTPUT, "p", 0.75);
    InferenceRecorder.end(call, new IllegalStateException("broken"));
    List<byte[]> records = recorder.sink().records();
    byte[] record = records.get(records.size() - 1);
    // What differs from test to test in one JVM.
    record[2] = 0;
    record[InferenceCodec.SEQUENCE] = 0;
    return record;
  }

  private static byte[] golden() {
    return HexFormat.of().parseHex(GOLDEN.replaceAll("\\s", ""));
  }
}
