package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.TraceRef;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/**
 * Which inferences become a span. A pure function of the record, so that a record that is read
 * again is decided alike, and so that no host thread has to decide.
 *
 * <p>The samplers are those of {@code OTEL_TRACES_SAMPLER}; the ratio is on the trace id, computed
 * as the SDK's {@code TraceIdRatioBased} does, so that one trace is decided alike everywhere.
 */
public final class SpanSampling {
  /** The samplers of the OpenTelemetry specification. */
  private enum Root {
    ALWAYS_ON,
    ALWAYS_OFF,
    RATIO
  }

  private final Root root;
  private final boolean parentBased;
  private final double ratio;
  private final long ratioBound;
  private final KeepRules keep;

  private SpanSampling(Root root, boolean parentBased, double ratio, KeepRules keep) {
    this.root = root;
    this.parentBased = parentBased;
    this.ratio = ratio;
    this.ratioBound = (long) (ratio * Long.MAX_VALUE);
    this.keep = keep;
  }

  /** {@code parentbased_always_on}: the default of the specification. */
  public static SpanSampling parentBasedAlwaysOn(KeepRules keep) {
    return new SpanSampling(Root.ALWAYS_ON, true, 1, keep);
  }

  /**
   * @param name value of {@code OTEL_TRACES_SAMPLER}: {@code always_on}, {@code always_off}, {@code
   *     traceidratio}, each also with {@code parentbased_} before it
   * @param ratio 0 to 1; used by {@code traceidratio} only
   * @throws IllegalArgumentException for another name or ratio
   */
  public static SpanSampling named(String name, double ratio, KeepRules keep) {
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("a sampling ratio is 0 to 1, not " + ratio);
    }
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "always_on" -> new SpanSampling(Root.ALWAYS_ON, false, ratio, keep);
      case "always_off" -> new SpanSampling(Root.ALWAYS_OFF, false, ratio, KeepRules.NONE);
      case "traceidratio" -> new SpanSampling(Root.RATIO, false, ratio, keep);
      case "parentbased_always_on" -> new SpanSampling(Root.ALWAYS_ON, true, ratio, keep);
      case "parentbased_always_off" -> new SpanSampling(Root.ALWAYS_OFF, true, ratio, keep);
      case "parentbased_traceidratio" -> new SpanSampling(Root.RATIO, true, ratio, keep);
      default ->
          throw new IllegalArgumentException(
              name
                  + " is not a sampler; use always_on, always_off or traceidratio, each also with"
                  + " parentbased_ before it");
    };
  }

  /**
   * What {@link #encoded} has written.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static SpanSampling decoded(String text) {
    String[] words = text.split(" ", -1);
    double ratio = 1;
    boolean errors = false;
    Duration slowerThan = null;
    double lessSureThan = 0;
    for (String word : List.of(words).subList(1, words.length)) {
      String value = word.substring(word.indexOf('=') + 1);
      switch (word.replaceFirst("=.*", "")) {
        case "ratio" -> ratio = Double.parseDouble(value);
        case "errors" -> errors = true;
        case "slower_than" -> slowerThan = parsed(value);
        case "confidence_below" -> lessSureThan = Double.parseDouble(value);
        default -> throw new IllegalArgumentException("not a sampling: " + text);
      }
    }
    return named(words[0], ratio, new KeepRules(errors, slowerThan, lessSureThan));
  }

  private static Duration parsed(String duration) {
    try {
      return Duration.parse(duration);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a duration: " + duration, e);
    }
  }

  /** Stays with the records, for who sends them on without the configuration they were made by. */
  public String encoded() {
    StringBuilder text = new StringBuilder(parentBased ? "parentbased_" : "");
    text.append(root == Root.RATIO ? "traceidratio" : root.name().toLowerCase(Locale.ROOT));
    text.append(" ratio=").append(ratio).append(keep.errors() ? " errors" : "");
    if (keep.slowerThan() != null) {
      text.append(" slower_than=").append(keep.slowerThan());
    }
    if (keep.lessSureThan() > 0) {
      text.append(" confidence_below=").append(keep.lessSureThan());
    }
    return text.toString();
  }

  /** Decides one inference. */
  public SpanDecision decide(Inference inference, Prediction prediction) {
    TraceRef trace = inference.trace();
    if (isSampled(trace)) {
      return SpanDecision.IN_TRACE;
    }
    if (!keep.keep(inference, prediction)) {
      return SpanDecision.NO_SPAN;
    }
    boolean callerIsRecorded = !trace.hasParent() || trace.isParentSampled();
    return callerIsRecorded ? SpanDecision.IN_TRACE : SpanDecision.OWN_TRACE;
  }

  private boolean isSampled(TraceRef trace) {
    if (parentBased && trace.hasParent()) {
      return trace.isParentSampled();
    }
    return switch (root) {
      case ALWAYS_ON -> true;
      case ALWAYS_OFF -> false;
      case RATIO -> isWithinRatio(trace.traceIdLow());
    };
  }

  private boolean isWithinRatio(long traceIdLow) {
    return ratioBound == Long.MAX_VALUE || Math.abs(traceIdLow) < ratioBound;
  }
}
