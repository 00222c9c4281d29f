package io.plumbline.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against grpc-java's own client. */
class GrpcReceiverTest {
  private final ReceivedRequests received = new ReceivedRequests();
  private GrpcReceiver receiver;
  private ManagedChannel channel;
  private TraceServiceGrpc.TraceServiceBlockingStub traces;

  @BeforeEach
  void start() throws IOException {
    receiver = new GrpcReceiver(0, received);
    channel = NettyChannelBuilder.forAddress("localhost", receiver.port()).usePlaintext().build();
    traces = TraceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    receiver.close();
  }

  @Test
  void requestIsHandedOnAndAnsweredWithAnEmptyResponse() {
    assertThat(traces.export(request("predict")))
        .isEqualTo(ExportTraceServiceResponse.getDefaultInstance());

    assertThat(received.spanNames()).containsExactly("predict");
  }

  @Test
  void metricsAreReceivedToo() {
    MetricsServiceGrpc.newBlockingStub(channel)
        .export(ExportMetricsServiceRequest.getDefaultInstance());

    assertThat(received.requests()).hasSize(1);
  }

  @Test
  void gzipIsUnderstood() {
    traces.withCompression("gzip").export(request("predict".repeat(1000)));

    assertThat(received.spanNames()).containsExactly("predict".repeat(1000));
  }

  @Test
  void requestLargerThanAnyFlowControlWindowArrives() {
    String name = "x".repeat(3_000_000);

    traces.export(request(name));
    traces.export(request(name));

    assertThat(received.spanNames()).containsExactly(name, name);
  }

  @Test
  void concurrentCallsOnOneConnectionArrive() throws Exception {
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      calls.add(TraceServiceGrpc.newFutureStub(channel).export(request("predict " + i)));
    }
    for (Future<?> call : calls) {
      call.get(20, TimeUnit.SECONDS);
    }

    assertThat(received.spanNames()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void requestThatCouldNotBeKeptIsToBeSentAgain() {
    received.failWith(new IOException("No space left on device"));

    assertThatThrownBy(() -> traces.export(request("predict")))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
              assertThat(e.getStatus().getDescription()).isEqualTo("No space left on device");
            });
  }

  @Test
  void otherServiceIsUnimplemented() {
    assertThatThrownBy(
            () ->
                LogsServiceGrpc.newBlockingStub(channel)
                    .export(ExportLogsServiceRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  private static ExportTraceServiceRequest request(String spanName) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .addScopeSpans(
                    ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName(spanName))))
        .build();
  }
}
