package io.plumbline.spool;

import java.io.IOException;

/**
 * What is encrypted under a key that was not given. Nothing is damaged: with the key it is read.
 */
public final class MissingKeyException extends IOException {
  private static final long serialVersionUID = 1;

  private final String keyId;

  MissingKeyException(long keyId) {
    super("it is encrypted under key " + SpoolKey.name(keyId) + ", which is not given");
    this.keyId = SpoolKey.name(keyId);
  }

  /** 16 hex digits. */
  public String keyId() {
    return keyId;
  }
}
