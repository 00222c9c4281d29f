package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.OnEachJdk;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** What a killed host could not send, its successor sends: all of it, under the dead one's name. */
@Tag("crash-recovery")
class RestartIT {
  private static final String INSTANCE = "service.instance.id";

  @AutoClose private final OtlpReceiver receiver = OtlpReceiver.start();
  @TempDir private Path directory;

  @OnEachJdk
  void inferencesOfAKilledHostArriveAfterItsRestart(Jdk jdk) {
    Path model = ScoringHosts.writeModelOfThreeNumbers(directory.resolve("numbers.onnx"));
    receiver.goAway();
    try (HostJvm killed = host(jdk, model, 100).start()) {
      killed.awaitOutput("^made 100$");
      killed.kill9();
    }
    receiver.comeBack();

    try (HostJvm successor = host(jdk, model, 1).start()) {
      Map<Object, List<ReceivedSpan>> spans =
          receiver.awaitSpans(101).stream()
              .collect(Collectors.groupingBy(span -> span.resourceAttributes().get(INSTANCE)));

      assertThat(spans.values()).extracting(List::size).containsExactlyInAnyOrder(100, 1);
      Object dead = instanceOf(spans, 100);
      Object living = instanceOf(spans, 1);
      assertThat(spans.get(dead))
          .extracting(span -> span.attribute("ml.input.x.0"))
          .containsExactlyElementsOf(
              DoubleStream.iterate(0, i -> i + 1).limit(100).<Object>mapToObj(i -> i).toList());
      assertThat(receiver.spans())
          .extracting(span -> span.attribute("ml.inference.id"))
          .doesNotHaveDuplicates();
      assertThat(countOf(dead)).isEqualTo(100);

      successor.terminate();
      successor.awaitExit(Duration.ofMinutes(1));
      assertThat(receiver.spans()).hasSize(101);
      assertThat(countOf(living)).isEqualTo(1);
      assertThat(countOf(dead)).isEqualTo(100);
    }
  }

  private static Object instanceOf(Map<Object, List<ReceivedSpan>> spans, int size) {
    return spans.entrySet().stream()
        .filter(stream -> stream.getValue().size() == size)
        .map(Map.Entry::getKey)
        .findAny()
        .orElseThrow();
  }

  private long countOf(Object instance) {
    return receiver
        .awaitMetric(
            "ml.inference.duration",
            metric -> instance.equals(metric.resourceAttributes().get(INSTANCE)))
        .total();
  }

  private HostJvmBuilder host(Jdk jdk, Path model, int calls) {
    return ScoringHosts.observed(
            ScoringHosts.withOnnxRuntime(jdk)
                .main(
                    "io.plumbline.it.host.SteadyScoring", model.toString(), Integer.toString(calls))
                .directory(directory),
            "restarted",
            receiver,
            OtlpProtocol.GRPC)
        .withTimeToEnd();
  }
}
