package io.plumbline.capture;

import io.plumbline.redact.RedactionPolicy;

/**
 * What the configuration says to capture. Immutable: a call reads it once, at its begin, and goes
 * by it to its end, whatever {@link InferenceRecorder#change} says meanwhile.
 *
 * @param limits how much of a call is copied
 * @param policy what of it may be kept
 * @param models what is known of models better than their libraries
 */
public record CaptureSettings(
    CaptureLimits limits, RedactionPolicy policy, ModelConfiguration models) {}
