package io.plumbline.redact;

/** What the detectors know. The order is that of the table in PRIVACY.md. */
public enum SensitiveKind {
  EMAIL("e-mail address"),
  PAYMENT_CARD("payment card"),
  PHONE("phone number"),
  IBAN("IBAN"),
  NATIONAL_ID("national id"),
  IP_ADDRESS("IP address"),
  JWT("JWT"),
  API_KEY("API key");

  private final String text;

  SensitiveKind(String text) {
    this.text = text;
  }

  /** In words. */
  public String text() {
    return text;
  }
}
