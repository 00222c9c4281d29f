package io.plumbline.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate for localhost, made with the JDK's keytool. */
final class TestCertificate {
  private static final String ALIAS = "localhost";
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path directory;
  private final KeyStore store;

  private TestCertificate(Path directory, KeyStore store) {
    this.directory = directory;
    this.store = store;
  }

  static TestCertificate in(Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    return of(ALIAS, directory);
  }

  /**
   * @param host whose certificate it is
   */
  static TestCertificate of(String host, Path directory)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = directory.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException(Files.readString(directory.resolve("keytool.log")));
    }
    return new TestCertificate(directory, KeyStore.getInstance(file.toFile(), PASSWORD));
  }

  Path certificatePem() throws IOException, GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
  }

  Path keyPem() throws IOException, GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
  }

  /** Shows this certificate, and trusts nothing but it. */
  SSLContext context() throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    KeyStore trusted = trustStore();
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private KeyStore trustStore() throws GeneralSecurityException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
      return trusted;
    } catch (IOException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  private Path pem(String type, byte[] der) throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Files.writeString(
        directory.resolve(type.replace(' ', '-') + ".pem"),
        "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
  }
}
