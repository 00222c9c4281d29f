package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.ReceivedMetric;
import io.plumbline.it.harness.ReceivedSpan;
import io.plumbline.it.harness.TemporaryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A host with the agent that ran to its end, and all that arrived of it: nothing more comes. */
final class ObservedRun implements AutoCloseable {
  private final String name;
  private final TemporaryFolder models = new TemporaryFolder("plumbline-models-");
  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final HostJvm host;

  private ObservedRun(
      Jdk jdk, OtlpProtocol protocol, BiFunction<Jdk, Path, HostJvmBuilder> application) {
    name = jdk + " over " + protocol;
    HostJvmBuilder builder = application.apply(jdk, models.path());
    host = ScoringHosts.observed(builder, "observed", receiver, protocol).withTimeToEnd().start();
    assertThat(host.awaitExit(Duration.ofMinutes(4))).isZero();
  }

  /**
   * One run on each JDK over each protocol, each made when it is asked for.
   *
   * @param application of a JDK and of a folder for its models
   */
  static Stream<ObservedRun> onEachJdkOverEachProtocol(
      BiFunction<Jdk, Path, HostJvmBuilder> application) {
    return Jdks.installed()
        .flatMap(
            jdk ->
                Arrays.stream(OtlpProtocol.values())
                    .map(protocol -> new ObservedRun(jdk, protocol, application)));
  }

  long pid() {
    return host.pid();
  }

  String stdout() {
    return host.stdout();
  }

  List<ReceivedSpan> spans() {
    return receiver.spans();
  }

  List<ReceivedSpan> spansOf(String model) {
    return spans().stream().filter(span -> model.equals(span.attribute("ml.model.name"))).toList();
  }

  ReceivedSpan onlySpanOf(String model) {
    List<ReceivedSpan> spans = spansOf(model);
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  /** As it stood at the end. */
  ReceivedMetric metric(String metric) {
    return receiver.awaitMetric(metric, any -> true);
  }

  /** Of the metric's points of one model, as they stood at the end. */
  long total(String metric, String model) {
    return metric(metric).total("ml.model.name", model);
  }

  List<ReceivedMetric> metrics() {
    return receiver.metrics();
  }

  @Override
  public void close() {
    host.close();
    receiver.close();
    models.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
