package io.plumbline.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether the PEM files of an endpoint are still those that were read: by
 * their content, since a mounted secret changes by a link and may keep its times. For one thread.
 */
final class TlsFiles {
  /** Certificates are renewed days before they end; a file of some KiB is read in no time. */
  static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final OtlpTls tls;
  private final LongSupplier nanoTime;
  private byte[] seen;
  private long lookAtNanos;

  TlsFiles(OtlpTls tls, LongSupplier nanoTime) {
    this.tls = tls;
    this.nanoTime = nanoTime;
    this.seen = digest();
    this.lookAtNanos = nanoTime.getAsLong() + LOOK_NANOS;
  }

  /** Whether they are other ones than at the last look; without a look when that was just now. */
  boolean haveChanged() {
    long now = nanoTime.getAsLong();
    if (tls.equals(OtlpTls.DEFAULT) || now - lookAtNanos < 0) {
      return false;
    }
    lookAtNanos = now + LOOK_NANOS;
    byte[] before = seen;
    seen = digest();
    return !Arrays.equals(before, seen);
  }

  /** Not the content itself: a key need not lie in the heap for this. */
  private byte[] digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : Arrays.asList(tls.certificate(), tls.clientCertificate(), tls.clientKey())) {
        digest.update(contentOf(file));
        digest.update((byte) 0);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has it", e);
    }
  }

  private static byte[] contentOf(@Nullable Path file) {
    try {
      return file == null ? new byte[0] : Files.readAllBytes(file);
    } catch (IOException e) {
      return e.toString().getBytes(StandardCharsets.UTF_8);
    }
  }
}
