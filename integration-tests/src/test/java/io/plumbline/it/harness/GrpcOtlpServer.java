package io.plumbline.it.harness;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.RetryInfo;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The grpc half of {@link OtlpReceiver}. */
final class GrpcOtlpServer implements AutoCloseable {
  private static final Context.Key<Metadata> METADATA = Context.key("metadata");

  private final Function<OtlpRequest, Answer> receiver;
  private final Server server;

  GrpcOtlpServer(int port, Function<OtlpRequest, Answer> receiver) {
    this.receiver = receiver;
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .maxInboundMessageSize(64 * 1024 * 1024)
              .intercept(new KeepMetadata())
              .addService(new Traces())
              .addService(new Metrics())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> response) {
      answer("opentelemetry.proto.collector.trace.v1.TraceService/Export", request, response);
    }
  }

  private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request,
        StreamObserver<ExportMetricsServiceResponse> response) {
      answer("opentelemetry.proto.collector.metrics.v1.MetricsService/Export", request, response);
    }
  }

  @SuppressWarnings("unchecked") // the type of the response follows from that of the request
  private <T extends Message> void answer(
      String path, Message request, StreamObserver<T> response) {
    Answer answer =
        receiver.apply(
            new OtlpRequest(
                OtlpProtocol.GRPC,
                System.nanoTime(),
                path,
                headers(METADATA.get()),
                request,
                request.getSerializedSize()));
    if (answer.accepts(OtlpProtocol.GRPC)) {
      response.onNext((T) answer.success(request));
      response.onCompleted();
    } else {
      response.onError(refusal(answer));
    }
  }

  private static StatusRuntimeException refusal(Answer answer) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(answer.grpcCode().value())
            .setMessage(answer.message());
    if (answer.retryAfter() != null) {
      status.addDetails(
          Any.pack(
              RetryInfo.newBuilder()
                  .setRetryDelay(Durations.fromNanos(answer.retryAfter().toNanos()))
                  .build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static Map<String, List<String>> headers(@Nullable Metadata metadata) {
    Map<String, List<String>> headers = new HashMap<>();
    if (metadata == null) {
      return headers;
    }
    for (String name : metadata.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        List<String> values = new ArrayList<>();
        Iterable<String> all =
            metadata.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        if (all != null) {
          all.forEach(values::add);
        }
        headers.put(name, values);
      }
    }
    return headers;
  }

  /** The service methods do not see the metadata; the context carries it there. */
  private static final class KeepMetadata implements ServerInterceptor {
    @Override
    public <Q, S> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, S> call, Metadata metadata, ServerCallHandler<Q, S> next) {
      return Contexts.interceptCall(
          Context.current().withValue(METADATA, metadata), call, metadata, next);
    }
  }
}
