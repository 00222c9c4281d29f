package io.plumbline.status;

/**
 * What became of inferences beside their counts, since the start of this process.
 *
 * @param spans made
 * @param notSampled inferences without one
 * @param callerNotSampled those of them whose caller's own span is not sampled
 */
public record SamplingFacts(long spans, long notSampled, long callerNotSampled) {}
