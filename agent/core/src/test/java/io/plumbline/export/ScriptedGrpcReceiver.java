package io.plumbline.export;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An OTLP/gRPC receiver, grpc-java's own server, which answers what the test says. */
final class ScriptedGrpcReceiver implements AutoCloseable {
  interface Answer {
    void to(StreamObserver<ExportTraceServiceResponse> response);
  }

  private final String scheme;
  private final Server server;
  private final List<List<String>> received = new CopyOnWriteArrayList<>();
  private final List<Metadata> headers = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private volatile Answer answer = ok(ExportTraceServiceResponse.getDefaultInstance());

  private ScriptedGrpcReceiver(String scheme, NettyServerBuilder builder) throws IOException {
    this.scheme = scheme;
    this.server =
        builder
            .addService(ServerInterceptors.intercept(new Traces(), new Recording()))
            .addService(new Metrics())
            .directExecutor()
            .build()
            .start();
  }

  static ScriptedGrpcReceiver start() throws IOException {
    return startAt(0);
  }

  static ScriptedGrpcReceiver startAt(int port) throws IOException {
    return new ScriptedGrpcReceiver("http", at(port));
  }

  /** Asks the client for a certificate, and trusts the one it shows itself. */
  static ScriptedGrpcReceiver startTls(Path certificate, Path key) throws IOException {
    SslContext tls =
        GrpcSslContexts.forServer(certificate.toFile(), key.toFile())
            .trustManager(certificate.toFile())
            .clientAuth(ClientAuth.REQUIRE)
            .build();
    return new ScriptedGrpcReceiver("https", at(0).sslContext(tls));
  }

  private static NettyServerBuilder at(int port) {
    return NettyServerBuilder.forAddress(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  static Answer ok(ExportTraceServiceResponse message) {
    return response -> {
      response.onNext(message);
      response.onCompleted();
    };
  }

  static Answer fails(StatusRuntimeException status) {
    return response -> response.onError(status);
  }

  void answers(Answer next) {
    answer = next;
  }

  URI uri() {
    return URI.create(scheme + "://localhost:" + server.getPort());
  }

  /** Names of the spans of each request. */
  List<List<String>> received() {
    return received;
  }

  List<Metadata> headers() {
    return headers;
  }

  List<ExportMetricsServiceRequest> metrics() {
    return metrics;
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Traces extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> response) {
      received.add(ScriptedHttpReceiver.spanNames(request));
      answer.to(response);
    }
  }

  private final class Metrics extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request,
        StreamObserver<ExportMetricsServiceResponse> response) {
      metrics.add(request);
      response.onNext(ExportMetricsServiceResponse.getDefaultInstance());
      response.onCompleted();
    }
  }

  private final class Recording implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
      headers.add(metadata);
      return next.startCall(call, metadata);
    }
  }
}
