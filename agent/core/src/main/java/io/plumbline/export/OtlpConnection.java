package io.plumbline.export;

import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.AgentVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Makes blocking requests to one endpoint, and can be closed while one is under way. */
final class OtlpConnection implements AutoCloseable {
  private static final String USER_AGENT = "User-Agent";

  /** As the specification asks: exporter, language, version. */
  private static final String EXPORTER = "Plumbline-OTLP-Exporter-Java/";

  private static final String RETRY_AFTER = "Retry-After";

  /** In bytes. */
  private static final long LONGEST_ANSWER = 4 << 20;

  /** Where a receiver's own {@code Retry-After} is kept from OkHttp. */
  private static final String ASKED_FOR = "plumbline-retry-after";

  private final OtlpEndpoint endpoint;
  private final Headers headers;
  private final TlsFiles tlsFiles;
  private final AgentLog log;
  private volatile OkHttpClient client;
  private volatile boolean closed;

  /**
   * @throws IllegalArgumentException when headers or PEM files cannot be used
   */
  OtlpConnection(OtlpEndpoint endpoint, AgentLog log) {
    this(endpoint, log, System::nanoTime);
  }

  OtlpConnection(OtlpEndpoint endpoint, AgentLog log, LongSupplier nanoTime) {
    this.endpoint = endpoint;
    this.log = log;
    this.headers = headers(endpoint.headers());
    // First looked at, then read: what changes in between is seen at the next look.
    this.tlsFiles = new TlsFiles(endpoint.tls(), nanoTime);
    this.client = client(endpoint);
  }

  private static Headers headers(Map<String, String> configured) {
    Headers.Builder headers = new Headers.Builder();
    configured.forEach(
        (name, value) -> {
          try {
            headers.add(name, value);
          } catch (IllegalArgumentException notAscii) {
            // Without its message, which may quote the value: a key.
            throw new IllegalArgumentException(
                "Header " + Excerpt.of(name) + " has characters that HTTP does not allow");
          }
        });
    if (headers.get(USER_AGENT) == null) {
      headers.add(USER_AGENT, EXPORTER + AgentVersion.current());
    }
    return headers.build();
  }

  private static OkHttpClient client(OtlpEndpoint endpoint) {
    OkHttpClient.Builder client =
        new OkHttpClient.Builder()
            // One limit for the whole request; the parts need none of their own.
            .callTimeout(endpoint.timeout())
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            // Data and keys go to the configured endpoint only.
            .followRedirects(false)
            .followSslRedirects(false)
            .addNetworkInterceptor(OtlpConnection::withoutFollowUp)
            // Otherwise it connects on a thread of its own.
            .fastFallback(false);
    if (isPlain(endpoint)) {
      // Otherwise it reads the JDK's certificates, which shows at the host's start.
      client.connectionSpecs(List.of(ConnectionSpec.CLEARTEXT));
      if (endpoint.protocol() == OtlpProtocol.GRPC) {
        client.protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
      }
    }
    endpoint.tls().applyTo(client);
    return client.build();
  }

  /**
   * After a 408, and after a 503 that asks for no wait, OkHttp sends the same again by itself; told
   * to wait, it never does. Whether and when is for {@link Delivery} to say.
   */
  private static Response withoutFollowUp(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String asked = response.header(RETRY_AFTER);
    Response.Builder kept = response.newBuilder().header(RETRY_AFTER, "1").removeHeader(ASKED_FOR);
    return asked == null ? kept.build() : kept.header(ASKED_FOR, asked).build();
  }

  /** The header {@code Retry-After} as the receiver wrote it; null when it did not. */
  static @Nullable String retryAfter(Response response) {
    return response.header(ASKED_FOR);
  }

  private static boolean isPlain(OtlpEndpoint endpoint) {
    return "http".equals(endpoint.uri().getScheme());
  }

  Request.Builder post(String url, RequestBody body) {
    return new Request.Builder().url(url).post(body).headers(headers);
  }

  /**
   * On one thread at a time.
   *
   * @param reading of the answer, in the time of the request
   */
  <T> T send(Request request, RequestsUnderWay.Reading<T> reading) throws IOException {
    renewTls();
    try {
      return RequestsUnderWay.await(client.newCall(request), endpoint.timeout(), reading);
    } catch (RuntimeException confused) {
      // An answer OkHttp cannot read is none.
      throw new IOException("Unreadable answer: " + confused, confused);
    }
  }

  /** Certificates and keys that were renewed; broken ones change nothing. */
  private void renewTls() {
    if (!tlsFiles.haveChanged()) {
      return;
    }
    OkHttpClient before = client;
    try {
      client = client(endpoint);
      log.info("Certificates and keys for " + endpoint + " were read anew");
      before.connectionPool().evictAll();
    } catch (IllegalArgumentException e) {
      log.warn("What was read before stays in use for " + endpoint + ": " + e.getMessage());
    }
    if (closed) {
      close();
    }
  }

  /**
   * The whole body: its status line does not stand for an answer that never ends, and trailers come
   * after it.
   */
  static ByteString bodyOf(Response response) throws IOException {
    BufferedSource source = response.body().source();
    if (source.request(LONGEST_ANSWER + 1)) {
      throw new IOException("An answer of more than " + LONGEST_ANSWER + " bytes");
    }
    return source.readByteString();
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends a request under way with an IOException, and every idle connection. */
  @Override
  public void close() {
    closed = true;
    client.dispatcher().cancelAll();
    client.connectionPool().evictAll();
  }
}
