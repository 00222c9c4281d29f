package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the last snapshot of a stream said, and whether anybody has heard it. */
final class Telling {
  private record Words(long made, long counted, Map<DropReason, Long> spansDropped) {
    Words {
      spansDropped = Map.copyOf(spansDropped);
    }
  }

  private @Nullable Words told;
  private @Nullable Words heard;

  void told(long made, long counted, Map<DropReason, Long> spansDropped) {
    told = new Words(made, counted, spansDropped);
  }

  /** The last that was told has arrived. */
  void heard() {
    heard = told;
  }

  boolean wasHeard() {
    return heard != null;
  }

  long made() {
    return heard == null ? 0 : heard.made();
  }

  /** Whether what was heard last is still all there is to tell. */
  boolean isAll(long made, long counted, Map<DropReason, Long> spansDropped) {
    return new Words(made, counted, spansDropped).equals(heard);
  }
}
