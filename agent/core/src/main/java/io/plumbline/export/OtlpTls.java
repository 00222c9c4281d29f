package io.plumbline.export;

import io.opentelemetry.exporter.internal.TlsUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for an {@code https} endpoint; read once, when the exporter is built.
 *
 * @param certificate {@code OTEL_EXPORTER_OTLP_CERTIFICATE}: whom to trust; without it the JVM's
 *     trust store
 * @param clientCertificate {@code OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE}: the chain we show
 * @param clientKey {@code OTEL_EXPORTER_OTLP_CLIENT_KEY}: its private key, PKCS #8
 */
public record OtlpTls(
    @Nullable Path certificate, @Nullable Path clientCertificate, @Nullable Path clientKey) {
  public static final OtlpTls DEFAULT = new OtlpTls(null, null, null);

  public OtlpTls {
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new IllegalArgumentException("A client certificate and its key go together");
    }
  }

  /**
   * @throws IllegalArgumentException when a file cannot be read or is not PEM
   */
  void applyTo(OkHttpClient.Builder client) {
    if (equals(DEFAULT)) {
      return;
    }
    try {
      X509TrustManager trust = trustManager();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), new TrustManager[] {trust}, null);
      client.sslSocketFactory(context.getSocketFactory(), trust);
    } catch (IOException | GeneralSecurityException unusable) {
      throw new IllegalArgumentException(this + " cannot be used: " + unusable, unusable);
    }
  }

  private X509TrustManager trustManager() throws IOException {
    return certificate == null
        ? TlsUtil.defaultTrustManager()
        : TlsUtil.trustManager(Files.readAllBytes(certificate));
  }

  private KeyManager @Nullable [] keyManagers() throws IOException {
    if (clientKey == null || clientCertificate == null) {
      return null;
    }
    return new KeyManager[] {
      TlsUtil.keyManager(Files.readAllBytes(clientKey), Files.readAllBytes(clientCertificate))
    };
  }
}
