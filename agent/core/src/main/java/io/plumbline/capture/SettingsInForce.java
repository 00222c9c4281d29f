package io.plumbline.capture;

import java.util.Set;

/**
 * {@link CaptureSettings}, and what is made from them once.
 *
 * @param pool of records that are as large as the limits say
 * @param unknownModel of a call that names no model
 */
record SettingsInForce(CaptureSettings settings, InFlightPool pool, ModelRules unknownModel) {

  static SettingsInForce of(CaptureSettings settings) {
    return new SettingsInForce(settings, new InFlightPool(settings.limits()), unknown(settings));
  }

  /** Records in flight go back to the pool that they came from. */
  SettingsInForce changedTo(CaptureSettings changed) {
    boolean fits = changed.limits().equals(settings.limits());
    return new SettingsInForce(
        changed, fits ? pool : new InFlightPool(changed.limits()), unknown(changed));
  }

  private static ModelRules unknown(CaptureSettings settings) {
    return ModelRules.asNamed(ModelRef.of("unknown", "unknown"), Set.of(), false, settings);
  }
}
