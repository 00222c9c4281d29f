package io.plumbline.config;

import io.plumbline.config.ResolvedOptions.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every option as it is in force, in the order of the reference. */
public final class EffectiveOptions {
  private static final String NOT_SET = "not set";

  private final Map<String, EffectiveOption> options = new LinkedHashMap<>();

  /** Typed, to tell another value from the same one written otherwise, or from elsewhere. */
  private final Map<String, Object> values = new LinkedHashMap<>();

  private EffectiveOptions() {}

  /**
   * @param config what was made of {@code resolved}
   */
  static EffectiveOptions of(ResolvedOptions resolved, AgentConfig config) {
    EffectiveOptions effective = new EffectiveOptions();
    for (ConfigOption<?> option : ConfigOptions.ALL) {
      effective.put(option, resolved);
    }
    effective.derive(ConfigOptions.SERVICE_NAME, config.service().name(), "the start command");
    effective.derive(ConfigOptions.SERVICE_NAMESPACE, config.service().namespace(), "attributes");
    effective.derive(ConfigOptions.SERVICE_VERSION, config.service().version(), "attributes");
    effective.derive(
        ConfigOptions.SERVICE_INSTANCE_ID, config.service().instanceId(), "attributes");
    effective.endpoint(SignalOptions.TRACES, config.export().traces());
    effective.endpoint(SignalOptions.METRICS, config.export().metrics());
    if (effective.isOwn(resolved) && !effective.isWritten(ConfigOptions.SAMPLER)) {
      String follows = SamplingConfig.Sampler.PARENTBASED_TRACEIDRATIO.written();
      effective.force(ConfigOptions.SAMPLER, follows, "follows sampling.ratio");
    }
    return effective;
  }

  private <T> void put(ConfigOption<T> option, ResolvedOptions resolved) {
    Candidate<T> winner = resolved.winner(option);
    String text = winner == null ? null : SafeText.of(option, winner.node());
    String origin = winner == null ? NOT_SET : where(winner.origin());
    options.put(option.key(), new EffectiveOption(option.key(), text, origin, option.isLive()));
    if (winner != null) {
      values.put(option.key(), winner.value());
    }
  }

  private static String where(Origin origin) {
    return origin.position() == null ? origin.name() : origin.position().toString();
  }

  /** What was not set has a value all the same. */
  private void derive(ConfigOption<?> option, @Nullable String value, String from) {
    boolean isSet = values.containsKey(option.key());
    if (value != null && !(isSet && value.equals(values.get(option.key())))) {
      force(option, value, from);
    }
  }

  private void force(ConfigOption<?> option, String value, String from) {
    options.put(option.key(), new EffectiveOption(option.key(), value, from, option.isLive()));
    values.put(option.key(), value);
  }

  private void endpoint(SignalOptions signal, SignalConfig config) {
    ConfigOption<?> own = signal.endpoint();
    ConfigOption<?> both = SignalOptions.BOTH.endpoint();
    String written = SafeText.withoutUser(config.endpoint().toString());
    EffectiveOption option = Objects.requireNonNull(options.get(own.key()));
    if (!written.equals(option.value())) {
      boolean isSet = values.containsKey(both.key());
      force(own, written, isSet ? "from " + both.key() : Origin.DEFAULT.name());
    }
    values.put(own.key(), config.endpoint());
  }

  private boolean isOwn(ResolvedOptions resolved) {
    Candidate<Double> ratio = resolved.winner(ConfigOptions.SAMPLING_RATIO);
    return ratio != null && ratio.origin().source().isOwn();
  }

  private boolean isWritten(ConfigOption<?> option) {
    return !Origin.DEFAULT.name().equals(get(option.key()).origin());
  }

  private EffectiveOption get(String key) {
    return Objects.requireNonNull(options.get(key), key);
  }

  public List<EffectiveOption> all() {
    return List.copyOf(options.values());
  }

  /** Options of {@code next} that have another value than here. */
  public List<Change> changesTo(EffectiveOptions next) {
    List<Change> changes = new ArrayList<>();
    for (EffectiveOption option : next.options.values()) {
      Object before = values.get(option.key());
      if (!Objects.equals(before, next.values.get(option.key()))) {
        changes.add(new Change(get(option.key()), option));
      }
    }
    return changes;
  }

  /** These, where another value takes effect while the process runs; {@code first}, where not. */
  public EffectiveOptions over(EffectiveOptions first) {
    EffectiveOptions merged = new EffectiveOptions();
    for (EffectiveOption option : options.values()) {
      EffectiveOptions from = option.isLive() ? this : first;
      merged.options.put(option.key(), from.get(option.key()));
      Object value = from.values.get(option.key());
      if (value != null) {
        merged.values.put(option.key(), value);
      }
    }
    return merged;
  }

  /** One option with another value. */
  public record Change(EffectiveOption before, EffectiveOption after) {
    private static final int LONGEST = 40;

    /** {@code sampling.ratio: 1 -> 5%}; the key alone where the values are long. */
    @Override
    public String toString() {
      String from = Objects.requireNonNullElse(before.value(), NOT_SET);
      String to = Objects.requireNonNullElse(after.value(), NOT_SET);
      boolean isShort = from.length() <= LONGEST && to.length() <= LONGEST;
      return isShort && !from.equals(to) ? after.key() + ": " + from + " -> " + to : after.key();
    }
  }
}
