package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.plumbline.telemetry.ExporterCounts;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiverCountersTest {
  private static final OtlpEndpoint ONE = endpoint("http://one:4318/v1/traces");
  private static final OtlpEndpoint OTHER = endpoint("http://other:4318/v1/traces");

  private final ExportCounters first = new ExportCounters();
  private final ReceiverCounters receivers = new ReceiverCounters(OtlpSignal.TRACES, ONE, first);

  @Test
  void eachReceiverHasItsOwnAndFindsThemAgain() {
    first.started(5);
    first.exported(5);
    ExportCounters others = receivers.of(OTHER);
    others.started(2);
    others.exported(2);

    assertThat(receivers.of(ONE)).isSameAs(first);
    assertThat(receivers.of(OTHER)).isSameAs(others);
    assertThat(receivers.all())
        .extracting(ExporterCounts::serverAddress, ExporterCounts::exported)
        .containsExactly(tuple("one", 5L), tuple("other", 2L));
  }

  @Test
  void otherHeadersAreTheSameReceiver() {
    OtlpEndpoint renewed =
        new OtlpEndpoint(
            ONE.uri(),
            ONE.protocol(),
            Map.of("authorization", "Bearer new"),
            Duration.ofSeconds(3),
            OtlpCompression.GZIP,
            ONE.tls());

    assertThat(receivers.of(renewed)).isSameAs(first);
    assertThat(receivers.all()).hasSize(1);
  }

  private static OtlpEndpoint endpoint(String uri) {
    return OtlpEndpoint.of(URI.create(uri), OtlpProtocol.HTTP_PROTOBUF);
  }
}
