package io.plumbline.export;

import io.opentelemetry.exporter.internal.TlsUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * PEM files for an {@code https} endpoint; read when the exporter is built, and again when they
 * change ({@link TlsFiles}).
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

  OtlpTls withFiles(UnaryOperator<Path> place) {
    return new OtlpTls(at(certificate, place), at(clientCertificate, place), at(clientKey, place));
  }

  private static @Nullable Path at(@Nullable Path file, UnaryOperator<Path> place) {
    return file == null ? null : place.apply(file);
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
    } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
      throw new IllegalArgumentException(
          this + " cannot be used: " + Excerpt.of(unusable.toString()), unusable);
    }
  }

  private X509TrustManager trustManager() throws IOException {
    return certificate == null
        ? TlsUtil.defaultTrustManager()
        : TlsUtil.trustManager(Files.readAllBytes(certificate));
  }

  private KeyManager @Nullable [] keyManagers() throws IOException, GeneralSecurityException {
    if (clientKey == null || clientCertificate == null) {
      return null;
    }
    X509KeyManager keys =
        TlsUtil.keyManager(Files.readAllBytes(clientKey), Files.readAllBytes(clientCertificate));
    requirePair(keys);
    return new KeyManager[] {keys};
  }

  /** While they are renewed, one file after the other, they are not one for a moment. */
  private static void requirePair(X509KeyManager keys)
      throws IOException, GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      String[] aliases = keys.getClientAliases(algorithm, null);
      String alias = aliases == null || aliases.length == 0 ? null : aliases[0];
      if (alias != null && !isPair(keys.getPrivateKey(alias), keys.getCertificateChain(alias)[0])) {
        throw new IOException("the key is not that of the certificate");
      }
    }
  }

  private static boolean isPair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm = key.getAlgorithm();
    Signature signature =
        Signature.getInstance(
            switch (algorithm) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> algorithm;
            });
    byte[] probe = {1};
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    return signature.verify(signed);
  }
}
