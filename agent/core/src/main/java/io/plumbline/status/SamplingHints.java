package io.plumbline.status;

import java.util.List;

/** Why there are metrics and no spans, or spans without values. */
final class SamplingHints {
  private SamplingHints() {}

  static void add(AgentStatus status, PipelineFacts pipeline, List<Hint> hints) {
    SamplingFacts sampling = pipeline.sampling();
    if (sampling.spans() == 0 && sampling.notSampled() > 0) {
      hints.add(noSpans(sampling));
    } else if (sampling.callerNotSampled() > sampling.spans()) {
      hints.add(
          Hint.note(
              "caller_not_sampled",
              Plural.of(sampling.callerNotSampled(), "inference")
                  + " have no span, since the span they were called in is not sampled. With"
                  + " sampling.sampler: traceidratio they are decided alone."));
    }
    ConfigurationFacts configuration = status.configuration();
    if (configuration != null && configuration.captureValues().equals("none")) {
      hints.add(
          Hint.note(
              "no_values",
              "capture.values is none: spans have no features and no predictions. Set it to safe"
                  + " for numbers and what the configuration names."));
    }
  }

  private static Hint noSpans(SamplingFacts sampling) {
    boolean byCaller = sampling.callerNotSampled() * 2 > sampling.notSampled();
    return Hint.problem(
        byCaller ? "caller_not_sampled" : "all_sampled_out",
        byCaller
            ? "Sampled out: none of "
                + Plural.of(sampling.notSampled(), "inference")
                + " has a span, since the span they were called in is not sampled. Sample the"
                + " caller, or set sampling.sampler: traceidratio. Metrics count them all."
            : "Sampled out: none of "
                + Plural.of(sampling.notSampled(), "inference")
                + " has a span by sampling.sampler and sampling.ratio. Raise the ratio, or see"
                + " sampling.keep. Metrics count them all.");
  }
}
