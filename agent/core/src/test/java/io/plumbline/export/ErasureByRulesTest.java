package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.capture.TensorRole;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigFile;
import io.plumbline.config.ConfigSources;
import io.plumbline.config.LoadedConfig;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionPolicy.Values;
import io.plumbline.redact.Vocabularies;
import io.plumbline.spool.ErasureRequest;
import io.plumbline.spool.ErasureRequest.Condition;
import io.plumbline.spool.RecordErasure.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value is put through the rules by which a record was made, as they were kept beside the spool,
 * and then looked for.
 */
class ErasureByRulesTest {
  private static final String RULES =
      """
      redaction:
        rules:
          - {feature: phone, rule: mask, keep_last: 2}
          - {feature: pin, rule: mask}
          - {feature: "post*", rule: truncate, length: 2}
          - {model: churn, feature: amount, rule: round, step: 10}
          - {feature: [age, x.1], rule: bucket, edges: [0, 18, 30, 45, 65]}
          - {feature: income, rule: noise, epsilon: 0.5, sensitivity: 1000}
          - {feature: customer, rule: hash}
          - {feature: diagnosis, rule: drop}
      """;

  private static final HashKey KEY = HashKey.of("0123456789abcdef", "north");

  @RegisterExtension final RecorderExtension recorder = RecorderExtension.with(Values.SAFE);

  @TempDir private Path service;

  @BeforeEach
  void goByRules() throws Exception {
    inForce(RULES, KEY);
  }

  private void inForce(String yaml, HashKey key) throws ConfigException, IOException {
    ConfigFile file = new ConfigFile("plumbline.yaml", yaml);
    RedactionPolicy policy =
        LoadedConfig.load(new ConfigSources(Map.of(), Map.of(), file, null))
            .config()
            .redaction()
            .policy(Values.SAFE, key, new Vocabularies());
    InferenceRecorder.install(recorder.over(policy));
    new PolicyFiles(service).keep(policy);
  }

  @Test
  void maskedTextIsAmbiguous() throws IOException {
    byte[] record = record(call -> call.scalar(TensorRole.INPUT, "phone", "0171 5550147"));

    assertThat(find(record, "phone", "0171 5550147")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(record, "phone", "0160 1234547")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(record, "phone", "0171 5550148")).isEqualTo(Outcome.OTHER);
    assertThat(find(record(call -> call.scalar(TensorRole.INPUT, "pin", "1234")), "pin", "99"))
        .isEqualTo(Outcome.AMBIGUOUS);
  }

  @Test
  void numberThatIsMaskedAsItsDigitsIsFound() throws IOException {
    byte[] record = record(call -> longs(call, "phone", 491715550147L));

    assertThat(find(record, "phone", "491715550147")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(record, "phone", "491715550147.0")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(record, "phone", "491715550148")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void cutTextIsAmbiguousUnlessItIsWhole() throws IOException {
    byte[] cut = record(call -> call.scalar(TensorRole.INPUT, "postcode", "80331"));
    byte[] whole = record(call -> call.scalar(TensorRole.INPUT, "postcode", "8"));

    assertThat(find(cut, "postcode", "80331")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(cut, "postcode", "80")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(cut, "postcode", "8")).isEqualTo(Outcome.OTHER);
    assertThat(find(cut, "postcode", "10115")).isEqualTo(Outcome.OTHER);
    assertThat(find(whole, "postcode", "8")).isEqualTo(Outcome.ERASED);
    assertThat(find(whole, "postcode", "80")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void roundedNumberIsAmbiguousInEveryType() throws IOException {
    for (InputOf type : InputOf.values()) {
      byte[] record = record(call -> type.put(call, "amount", 47));

      assertThat(find(record, "amount", "47")).as("%s", type).isEqualTo(Outcome.AMBIGUOUS);
      assertThat(find(record, "amount", "53.2"))
          .as("%s", type)
          .isEqualTo(type == InputOf.INT64 ? Outcome.OTHER : Outcome.AMBIGUOUS);
      assertThat(find(record, "amount", "62")).as("%s", type).isEqualTo(Outcome.OTHER);
    }
  }

  @Test
  void ruleForOtherModelsIsNotApplied() throws IOException {
    byte[] record = recordOf("fraud", call -> InputOf.FP64.put(call, "amount", 47));

    assertThat(find(record, "amount", "47")).isEqualTo(Outcome.ERASED);
    assertThat(find(record, "amount", "50")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void bucketIsAmbiguousAlsoInOneColumnOfAMatrix() throws IOException {
    byte[] age = record(call -> longs(call, "age", 47));
    byte[] matrix =
        record(
            call ->
                call.tensor(TensorRole.INPUT, "x", DataType.FP32, 1, 3)
                    .floats(new float[] {7, 47, 9})
                    .close());

    assertThat(find(age, "age", "64")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(age, "age", "65")).isEqualTo(Outcome.OTHER);
    assertThat(find(matrix, "x.1", "47")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(matrix, "x.1", "17")).isEqualTo(Outcome.OTHER);
    assertThat(find(matrix, "x.0", "7")).isEqualTo(Outcome.ERASED);
    assertThat(find(matrix, "x.0", "8")).isEqualTo(Outcome.OTHER);
  }

  @Test
  void noiseAndWhatWasDroppedAreToldAsNotSearchable() throws IOException {
    byte[] noisy = record(call -> InputOf.FP64.put(call, "income", 47_000));
    byte[] dropped = record(call -> call.scalar(TensorRole.INPUT, "diagnosis", "measles"));

    assertThat(find(noisy, "income", "47000")).isEqualTo(Outcome.NOT_SEARCHABLE);
    assertThat(find(noisy, "income", "a lot")).isEqualTo(Outcome.NOT_SEARCHABLE);
    assertThat(find(dropped, "diagnosis", "measles")).isEqualTo(Outcome.NOT_SEARCHABLE);
  }

  @Test
  void hashesOfTextsAndNumbersAreSureUnderTheRightKeyWhateverItIsCalled() throws IOException {
    byte[] text = record(call -> call.scalar(TensorRole.INPUT, "customer", "C-4711"));
    byte[] number = record(call -> longs(call, "customer", 4711));
    HashKey fromItsFile = HashKey.of("0123456789abcdef", null);

    for (HashKey key : List.of(KEY, fromItsFile)) {
      assertThat(find(text, key, false, "customer", "C-4711")).isEqualTo(Outcome.ERASED);
      assertThat(find(text, key, false, "customer", "C-4712")).isEqualTo(Outcome.OTHER);
      assertThat(find(number, key, false, "customer", "4711")).isEqualTo(Outcome.ERASED);
      assertThat(find(number, key, false, "customer", "4712")).isEqualTo(Outcome.OTHER);
    }
  }

  @Test
  void hashUnderAKeyThatIsNotGivenIsNotSearchable() throws Exception {
    inForce(RULES, HashKey.of("fedcba9876543210", null));
    byte[] before = record(call -> call.scalar(TensorRole.INPUT, "customer", "C-4711"));

    assertThat(find(before, "customer", "C-4711")).isEqualTo(Outcome.NOT_SEARCHABLE);
  }

  @Test
  void recordsOfRulesThatWereReplacedAreReadByTheirOwn() throws Exception {
    byte[] rounded = record(call -> InputOf.FP64.put(call, "amount", 47));
    inForce("redaction: {rules: [{feature: amount, rule: round, step: 100}]}", KEY);
    byte[] later = record(call -> InputOf.FP64.put(call, "amount", 47));

    assertThat(find(rounded, "amount", "52")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(find(later, "amount", "52")).isEqualTo(Outcome.OTHER);
    assertThat(find(later, "amount", "12")).isEqualTo(Outcome.AMBIGUOUS);
  }

  @Test
  void whatWasMadeByRulesThatNobodyKnowsIsNotSearchableUnlessItIsThere() throws IOException {
    byte[] record = record(call -> InputOf.FP64.put(call, "amount", 50));
    deleteFiles("redaction-policy.");

    assertThat(find(record, "amount", "47")).isEqualTo(Outcome.NOT_SEARCHABLE);
    assertThat(find(record, "amount", "50")).isEqualTo(Outcome.ERASED);
  }

  @Test
  void ambiguousOneIsErasedOnlyWhenThatIsSaid() throws IOException {
    byte[] record = record(call -> longs(call, "age", 47));
    byte[] before = record.clone();

    assertThat(find(record, "age", "50")).isEqualTo(Outcome.AMBIGUOUS);
    assertThat(record).isEqualTo(before);
    assertThat(find(record, KEY, true, "age", "50")).isEqualTo(Outcome.AMBIGUOUS_ERASED);
    assertThat(record).isNotEqualTo(before);
    assertThat(find(record, KEY, true, "age", "50")).as("again").isEqualTo(Outcome.OTHER);
  }

  @Test
  void whatIsKeptIsItsOwnersAloneAndHoldsNoKey() throws IOException {
    try (Stream<Path> files = Files.list(service)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("0123456789abcdef");
      }
    }
  }

  private enum InputOf {
    INT64 {
      @Override
      void put(InFlightInference call, String name, double value) {
        longs(call, name, (long) value);
      }
    },
    FP32 {
      @Override
      void put(InFlightInference call, String name, double value) {
        call.tensor(TensorRole.INPUT, name, DataType.FP32, new long[] {1})
            .floats(new float[] {(float) value})
            .close();
      }
    },
    FP64 {
      @Override
      void put(InFlightInference call, String name, double value) {
        call.tensor(TensorRole.INPUT, name, DataType.FP64, new long[] {1})
            .doubles(new double[] {value})
            .close();
      }
    };

    abstract void put(InFlightInference call, String name, double value);
  }

  private static void longs(InFlightInference call, String name, long value) {
    call.tensor(TensorRole.INPUT, name, DataType.INT64, new long[] {1})
        .longs(new long[] {value})
        .close();
  }

  private interface Capture {
    void of(InFlightInference call);
  }

  private RegisteredHook hook() {
    return recorder.hooks().register("any", "Any.predict");
  }

  private byte[] record(Capture capture) {
    return recordOf("churn", capture);
  }

  private byte[] recordOf(String model, Capture capture) {
    InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook().index()));
    call.model(InferenceRecorder.describe(ModelRef.of("any", model)));
    call.batchSize(1);
    capture.of(call);
    InferenceRecorder.end(call, null);
    List<byte[]> records = recorder.sink().records();
    return records.get(records.size() - 1);
  }

  private Outcome find(byte[] record, String feature, String value) throws IOException {
    return find(record, KEY, false, feature, value);
  }

  private Outcome find(
      byte[] record, HashKey key, boolean includeAmbiguous, String feature, String value)
      throws IOException {
    List<Condition> where = List.of(new Condition(feature, value));
    ErasureRequest request = new ErasureRequest("1", where, null, includeAmbiguous, false);
    return new SubjectErasure(request, new PolicyFiles(service).read(List.of(key)))
        .apply(ByteBuffer.wrap(includeAmbiguous ? record : record.clone()));
  }

  private void deleteFiles(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(service)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(prefix)).toList()) {
        Files.delete(file);
      }
    }
  }
}
