package io.plumbline.config;

import io.plumbline.config.ResolvedOptions.Candidate;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which inferences become spans. Every one counts in the metrics.
 *
 * @param followsParent where the host's own span is current, its sampling decides
 * @param ratio of the others, 0 to 1
 * @param keepErrors a failed inference is kept whatever the rest says
 * @param keepSlowerThan likewise one that took longer; null when there is no such rule
 * @param keepConfidenceBelow likewise one less sure than this, 0 to 1; null when there is no such
 *     rule
 */
public record SamplingConfig(
    boolean followsParent,
    double ratio,
    boolean keepErrors,
    @Nullable Duration keepSlowerThan,
    @Nullable Double keepConfidenceBelow) {

  /** {@code sampling.sampler}, as {@code OTEL_TRACES_SAMPLER} has them. */
  enum Sampler {
    ALWAYS_ON,
    ALWAYS_OFF,
    TRACEIDRATIO,
    PARENTBASED_ALWAYS_ON,
    PARENTBASED_ALWAYS_OFF,
    PARENTBASED_TRACEIDRATIO;

    private boolean followsParent() {
      return compareTo(PARENTBASED_ALWAYS_ON) >= 0;
    }

    private boolean usesRatio() {
      return this == TRACEIDRATIO || this == PARENTBASED_TRACEIDRATIO;
    }

    private boolean isOff() {
      return this == ALWAYS_OFF || this == PARENTBASED_ALWAYS_OFF;
    }

    String written() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static SamplingConfig of(ResolvedOptions values) {
    Sampler sampler = sampler(values);
    double ratio = sampler.isOff() ? 0 : 1;
    return new SamplingConfig(
        sampler.followsParent(),
        sampler.usesRatio() ? values.require(ConfigOptions.SAMPLING_RATIO) : ratio,
        values.require(ConfigOptions.KEEP_ERRORS),
        values.get(ConfigOptions.KEEP_SLOWER_THAN),
        values.get(ConfigOptions.KEEP_CONFIDENCE_BELOW));
  }

  /** Who writes a ratio of Plumbline's own and no sampler beside it wants the one with a ratio. */
  private static Sampler sampler(ResolvedOptions values) {
    Candidate<Sampler> sampler = values.winner(ConfigOptions.SAMPLER);
    Candidate<Double> ratio = values.winner(ConfigOptions.SAMPLING_RATIO);
    if (sampler == null || ratio == null) {
      throw new IllegalStateException("the sampler and its ratio have defaults");
    }
    if (!ratio.origin().source().isOwn() || sampler.origin().source().isOwn()) {
      return sampler.value();
    }
    if (sampler.origin().source().isShared()) {
      values.warnOverruled(sampler, ratio);
    }
    return Sampler.PARENTBASED_TRACEIDRATIO;
  }
}
