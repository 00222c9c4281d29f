package io.plumbline.telemetry;

/** Who defines a name that leaves the agent. */
enum Origin {
  /** Ours: no convention exists. */
  PLUMBLINE("ours; no convention exists"),
  /** OpenTelemetry semantic conventions, stable. */
  SEMCONV_STABLE("OTel semantic conventions, stable"),
  /** OpenTelemetry semantic conventions, not stable yet: may be renamed by them. */
  SEMCONV_DEVELOPMENT("OTel semantic conventions, development"),
  /** The OpenTelemetry specification itself, metrics SDK. */
  SPECIFICATION("OTel specification, stable");

  private final String text;

  Origin(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
