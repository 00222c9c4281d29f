package io.plumbline.instrumentation.methods;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.DataType;
import io.plumbline.capture.Inference;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import io.plumbline.instrumentation.methods.Scorers.Answer;
import io.plumbline.instrumentation.methods.Scorers.Country;
import io.plumbline.instrumentation.methods.Scorers.Payment;
import io.plumbline.instrumentation.methods.Scorers.PaymentBean;
import io.plumbline.redact.RedactionPolicy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import scala.Option;
import scala.Some;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Failure;
import scala.util.Success;

/** Every kind of value that a method may take or give, through {@code run(input, output)}. */
class MethodValuesTest {
  private static final CaptureLimits LIMITS = new CaptureLimits(8, 16, 64, 16 << 10, 4);

  @RegisterExtension
  static final AgentExtension agent =
      AgentExtension.with(
          RecorderExtension.with(RedactionPolicy.Values.ALL, LIMITS),
          Methods.of("methods: [{class: '*.Scorers$Anything', method: run}]"));

  @Test
  void primitiveArrays() {
    assertThat(inputs(new double[] {1, 2}))
        .containsExactly(Tensor.fp64("arg0", 1, 2).reshaped(1, 2));
    assertThat(inputs(new long[] {1, 2}))
        .containsExactly(Tensor.int64("arg0", 1, 2).reshaped(1, 2));
    assertThat(only(inputs(new int[] {1, 2})).longAt(1)).isEqualTo(2);
    assertThat(only(inputs(new short[] {-1, 2})).longAt(0)).isEqualTo(-1);
    assertThat(only(inputs(new byte[] {-1, 2})).longAt(0)).isEqualTo(-1);
    assertThat(only(inputs(new boolean[] {false, true})).longAt(1)).isEqualTo(1);
    assertThat(inputs(new double[][] {{1, 2}, {3, 4}}))
        .containsExactly(Tensor.fp64("arg0", 1, 2, 3, 4).reshaped(2, 2));
    assertThat(inputs(new long[][] {{1}, {3}}))
        .containsExactly(Tensor.int64("arg0", 1, 3).reshaped(2, 1));
    assertThat(only(inputs(new int[][] {{1, 2}, {3, 4}})).shape()).containsExactly(2, 2);
    assertThat(only(inputs(new float[0][])).shape()).containsExactly(0, 0);
  }

  @Test
  void jaggedRowsAreTakenAsFarAsTheyAreRectangular() {
    Inference inference = run(new float[][] {{1, 2}, {3, 4}, {5}}, null);

    assertThat(only(inference.inputs()).shape()).containsExactly(3, 2);
    assertThat(only(inference.inputs()).size()).isEqualTo(4);
    assertThat(inference.truncated()).isTrue();
  }

  @Test
  void boxedArraysAndListsAreOneRow() {
    assertThat(inputs(new Double[] {1.0, null}))
        .containsExactly(Tensor.fp64("arg0", 1, Double.NaN).reshaped(1, 2));
    assertThat(inputs(List.of(1, 2L))).containsExactly(Tensor.int64("arg0", 1, 2).reshaped(1, 2));
    assertThat(inputs(List.of(1, 2.5f, BigDecimal.TEN)))
        .containsExactly(Tensor.fp64("arg0", 1, 2.5, 10).reshaped(1, 3));
    assertThat(inputs(new String[] {"a", "b"}))
        .containsExactly(Tensor.bytes("arg0", "a", "b").reshaped(1, 2));
    assertThat(inputs(List.of(Optional.of(1.0), Optional.of(2.0))))
        .containsExactly(Tensor.fp64("arg0", 1, 2).reshaped(1, 2));
  }

  @Test
  void valuesOfDifferentTypesAreATensorEach() {
    assertThat(inputs(Arrays.asList(1.5, "FR", null, true)))
        .extracting(Tensor::name)
        .containsExactly("arg0.0", "arg0.1", "arg0.2", "arg0.3");
  }

  @Test
  void mapsAreOneRowOfNamedFeatures() {
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("amount", 12.5);
    features.put("country", Country.FR);
    features.put("day", LocalDate.of(2026, 11, 20));
    features.put("missing", null);
    features.put("embedding", new float[] {1, 2});
    features.put("tags", List.of("a", "b"));

    assertThat(inputs(features))
        .containsExactly(
            Tensor.fp64("amount", 12.5).reshaped(1, 1),
            Tensor.bytes("country", "FR").reshaped(1, 1),
            Tensor.bytes("day", "2026-11-20").reshaped(1, 1),
            Tensor.fp64("missing", Double.NaN).reshaped(1, 1),
            Tensor.fp32("embedding", 1, 2).reshaped(1, 2),
            Tensor.bytes("tags", "a", "b").reshaped(1, 2));
    assertThat(last().batchSize()).isEqualTo(1);
    assertThat(inputs(new TreeMap<>(Map.of(7, 1.0))))
        .containsExactly(Tensor.fp64("7", 1).reshaped(1, 1));
  }

  record Primitives(
      float amount,
      double rate,
      long account,
      int items,
      short day,
      byte tries,
      char grade,
      boolean open) {}

  @Test
  void primitivesOfARecordAreWhatTheirBoxesWouldBe() {
    List<Tensor> inputs =
        inputs(new Primitives(.1f, -0.0, 1L << 60, -3, (short) -4, (byte) -5, 'B', true));

    assertThat(inputs.subList(0, 7))
        .containsExactly(
            Tensor.fp32("amount", .1f).reshaped(1, 1),
            Tensor.fp64("rate", -0.0).reshaped(1, 1),
            Tensor.int64("account", 1L << 60).reshaped(1, 1),
            Tensor.int64("items", -3).reshaped(1, 1),
            Tensor.int64("day", -4).reshaped(1, 1),
            Tensor.int64("tries", -5).reshaped(1, 1),
            Tensor.bytes("grade", "B").reshaped(1, 1));
    assertThat(inputs.get(7).name()).isEqualTo("open");
    assertThat(inputs.get(7).datatype()).isEqualTo(DataType.BOOL);
    assertThat(inputs.get(7).longAt(0)).isEqualTo(1);
  }

  @Test
  void beansAreOneRowAndAGetterThatThrowsCostsOnlyItself() {
    List<Tensor> inputs = inputs(new PaymentBean(5, "DE"));

    assertThat(inputs).extracting(Tensor::name).containsExactly("amount", "country", "foreign");
    assertThat(inputs.get(0).doubleAt(0)).isEqualTo(5);
    assertThat(inputs.get(1).textAt(0)).isEqualTo("DE");
    assertThat(inputs.get(2).datatype()).isEqualTo(DataType.BOOL);
    assertThat(inputs.get(2).longAt(0)).isEqualTo(1);
    assertThat(agent.takeErrors())
        .containsOnlyKeys(
            "reading broken of *.Scorers$Anything#run: io.plumbline.path.PathException");
  }

  @Test
  void rowsMayBeMapsBeansListsOrArrays() {
    assertThat(inputs(List.of(Map.of("x", 1.0), Map.of("x", 2.0))))
        .containsExactly(Tensor.fp64("x", 1, 2).reshaped(2, 1));
    assertThat(inputs(List.of(List.of(1, 2), List.of(3, 4))))
        .containsExactly(Tensor.int64("arg0", 1, 2, 3, 4).reshaped(2, 2));
    assertThat(inputs(List.of(new float[] {1, 2}, new float[] {3, 4})))
        .containsExactly(Tensor.fp32("arg0", 1, 2, 3, 4).reshaped(2, 2));
    assertThat(inputs(new Object[] {List.of(1, "a"), List.of(2, "b")}))
        .containsExactly(
            Tensor.int64("arg0.0", 1, 2).reshaped(2, 1),
            Tensor.bytes("arg0.1", "a", "b").reshaped(2, 1));
    assertThat(inputs(new Payment[] {new Payment(1, Country.FR, "n", 2)}))
        .extracting(Tensor::name)
        .containsExactly("amount", "country", "note", "items");
    assertThat(last().batchSize()).isEqualTo(1);
  }

  @Test
  void wholeResultIsTheOutputWhenNoPredictionIsConfigured() {
    assertThat(run(null, 0.5).score()).isEqualTo(Tensor.fp64("return", .5).reshaped(1, 1));
    assertThat(run(null, "fraud").label())
        .isEqualTo(Tensor.bytes("return", "fraud").reshaped(1, 1));
    assertThat(run(null, new float[] {.1f, .9f}).outputs())
        .containsExactly(Tensor.fp32("return", .1f, .9f).reshaped(1, 2));
    assertThat(run(new double[][] {{1}, {2}}, new double[] {.1, .9}).outputs())
        .containsExactly(Tensor.fp64("return", .1, .9).reshaped(2, 1));
    assertThat(run(null, new Answer("fraud", .5f, Map.of())).outputs())
        .extracting(Tensor::name)
        .containsExactly("label", "probability");
    assertThat(agent.takeErrors().keySet()).singleElement().asString().contains("reading return");
    assertThat(run(null, null).outputs()).isEmpty();
  }

  @Test
  void scalaCollectionsAreReadLikeOthers() {
    var sequence = CollectionConverters.asScala(List.of(1.0, 2.0)).toSeq();
    assertThat(inputs(sequence)).containsExactly(Tensor.fp64("arg0", 1, 2).reshaped(1, 2));
    assertThat(inputs(CollectionConverters.asScala(List.of(1.0, 2.0)).toList()))
        .containsExactly(Tensor.fp64("arg0", 1, 2).reshaped(1, 2));
    Map<String, Object> features = new LinkedHashMap<>();
    features.put("amount", new Some<>(1.5));
    features.put("country", "FR");
    features.put("none", Option.empty());
    assertThat(inputs(CollectionConverters.asScala(features)))
        .containsExactly(
            Tensor.fp64("amount", 1.5).reshaped(1, 1),
            Tensor.bytes("country", "FR").reshaped(1, 1),
            Tensor.fp64("none", Double.NaN).reshaped(1, 1));
    assertThat(inputs(new Tuple2<>(1.0, "x"))).extracting(Tensor::name).containsExactly("_1", "_2");
    assertThat(inputs(scala.collection.immutable.LazyList.continually(() -> 1.0)))
        .singleElement()
        .satisfies(tensor -> assertThat(tensor.size()).isEqualTo(16));
  }

  @Test
  void scalaTryIsAResultOrAnError() {
    assertThat(run(null, new Success<>(new Some<>(.25))).score())
        .isEqualTo(Tensor.fp64("return", .25).reshaped(1, 1));

    Inference failed = run(null, new Failure<>(new IllegalStateException("no such column")));

    assertThat(failed.outcome().errorType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failed.outcome().errorMessage()).isEqualTo("no such column");
    assertThat(failed.outputs()).isEmpty();
    assertThat(failed.score()).isNull();
  }

  @Test
  void errorThatIsReturnedIsAnError() {
    assertThat(run(null, new ArithmeticException("overflow")).outcome().errorType())
        .isEqualTo("java.lang.ArithmeticException");
  }

  @Test
  void hugeCollectionsAreCut() {
    Inference list = run(Collections.nCopies(1_000_000, 1.0), null);
    assertThat(only(list.inputs()).shape()).containsExactly(1, 1_000_000);
    assertThat(only(list.inputs()).size()).isEqualTo(16);
    assertThat(list.truncated()).isTrue();

    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("f" + i, i);
    }
    Inference map = run(many, null);
    assertThat(map.inputs()).hasSize(16);
    assertThat(map.truncated()).isTrue();

    Inference rows = run(Collections.nCopies(5_000, Map.of("x", 1)), null);
    assertThat(only(rows.inputs()).shape()).containsExactly(5_000, 1);
    assertThat(only(rows.inputs()).size()).isEqualTo(8);
    assertThat(rows.batchSize()).isEqualTo(5_000);
    assertThat(rows.truncated()).isTrue();
  }

  @Test
  void foreignListIsFollowedNoFurtherThanTheLimit() {
    AtomicInteger asked = new AtomicInteger();
    List<Double> lazy =
        new AbstractList<>() {
          @Override
          public Double get(int index) {
            asked.incrementAndGet();
            return 1.0;
          }

          @Override
          public int size() {
            return 1_000_000;
          }
        };

    run(lazy, null);

    assertThat(asked.get()).isLessThan(20);
  }

  @Test
  void whatHoldsNoValuesIsSaidOnceAndCostsNothingElse() {
    Inference inference = run(new Object(), 1.0);

    assertThat(inference.inputs()).isEmpty();
    assertThat(inference.score()).isNotNull();
    assertThat(agent.takeErrors())
        .containsOnlyKeys(
            "reading arg0 of *.Scorers$Anything#run: io.plumbline.path.PathException");
  }

  @Test
  void collectionThatBreaksWhileItIsReadCostsOnlyItself() {
    Object endsBadly =
        new AbstractList<Object>() {
          @Override
          public Object get(int index) {
            throw new ConcurrentModificationException();
          }

          @Override
          public int size() {
            return 1;
          }
        };
    Inference inference = run(endsBadly, "ok");

    assertThat(inference.label()).isNotNull();
    assertThat(agent.takeErrors()).hasSize(1);
  }

  private static Inference run(@Nullable Object input, @Nullable Object output) {
    Object returned = new Scorers.Anything().run(input, output);
    assertThat(returned).isSameAs(output);
    return last();
  }

  private static Inference last() {
    List<Inference> inferences = agent.sink().inferences();
    return inferences.get(inferences.size() - 1);
  }

  private static List<Tensor> inputs(Object input) {
    return run(input, null).inputs();
  }

  private static Tensor only(List<Tensor> tensors) {
    assertThat(tensors).hasSize(1);
    return tensors.get(0);
  }
}
