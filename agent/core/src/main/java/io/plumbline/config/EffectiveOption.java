package io.plumbline.config;

import org.jspecify.annotations.Nullable;

/**
 * One option as it is in force.
 *
 * @param key {@code sampling.ratio}
 * @param value as one would write it, without secrets; null when it is not set
 * @param origin where it was written: {@code -Dplumbline.sampling.ratio}, {@code
 *     plumbline.yaml:3:14}, {@code OTEL_TRACES_SAMPLER_ARG}, {@code default}
 * @param isLive whether another value takes effect while the process runs
 */
public record EffectiveOption(String key, @Nullable String value, String origin, boolean isLive) {}
