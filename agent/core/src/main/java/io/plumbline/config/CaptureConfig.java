package io.plumbline.config;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.redact.RedactionPolicy;

/** What is copied of each call, and how much. */
public record CaptureConfig(RedactionPolicy.Values values, CaptureLimits limits) {

  static CaptureConfig of(OptionValues values) {
    return new CaptureConfig(
        values.require(ConfigOptions.CAPTURE_VALUES),
        new CaptureLimits(
            values.require(ConfigOptions.MAX_ROWS),
            values.require(ConfigOptions.MAX_VALUES),
            Math.toIntExact(values.require(ConfigOptions.MAX_STRING_SIZE)),
            Math.toIntExact(values.require(ConfigOptions.MAX_RECORD_SIZE)),
            values.require(ConfigOptions.MAX_IN_FLIGHT)));
  }
}
