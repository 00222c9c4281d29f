package io.plumbline.cli.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.plumbline.otlp.OtlpMessages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpReceiverTest {
  private static final byte[] REQUEST =
      ExportTraceServiceRequest.newBuilder()
          .addResourceSpans(
              ResourceSpans.newBuilder()
                  .addScopeSpans(
                      ScopeSpans.newBuilder().addSpans(Span.newBuilder().setName("predict"))))
          .build()
          .toByteArray();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ReceivedRequests received = new ReceivedRequests();
  private HttpReceiver receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = new HttpReceiver(0, received);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void requestIsHandedOnAndAnsweredWithAnEmptyResponse() throws Exception {
    HttpResponse<byte[]> response = send(post("/v1/traces", REQUEST));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/x-protobuf");
    assertThat(response.body()).isEmpty();
    assertThat(received.spanNames()).containsExactly("predict");
  }

  @Test
  void gzipIsUnderstood() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(REQUEST);
    }

    HttpResponse<byte[]> response =
        send(post("/v1/traces", packed.toByteArray()).header("Content-Encoding", "gzip"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(received.spanNames()).containsExactly("predict");
  }

  @Test
  void malformedRequestIsRefusedWithAStatus() throws Exception {
    HttpResponse<byte[]> response = send(post("/v1/traces", new byte[] {10, 127, 1}));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(OtlpMessages.STATUS.decode(response.body()).string("message"))
        .contains("A field of 127 bytes");
    assertThat(received.requests()).isEmpty();
  }

  @Test
  void requestThatCouldNotBeKeptIsToBeSentAgain() throws Exception {
    received.failWith(new IOException("No space left on device"));

    assertThat(send(post("/v1/traces", REQUEST)).statusCode()).isEqualTo(503);
  }

  @Test
  void otherPathsMethodsAndTypesAreRefused() throws Exception {
    assertThat(send(post("/v1/logs", REQUEST)).statusCode()).isEqualTo(404);
    assertThat(send(HttpRequest.newBuilder(uri("/v1/traces")).GET()).statusCode()).isEqualTo(405);
    assertThat(
            send(post("/v1/traces", REQUEST).setHeader("Content-Type", "application/json"))
                .statusCode())
        .isEqualTo(415);
  }

  @Test
  void onlyTheLoopbackInterfaceListens() {
    assertThat(receiver.address().isLoopbackAddress()).isTrue();
  }

  private HttpRequest.Builder post(String path, byte[] body) {
    return HttpRequest.newBuilder(uri(path))
        .header("Content-Type", "application/x-protobuf")
        .POST(BodyPublishers.ofByteArray(body));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + receiver.port() + path);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }
}
