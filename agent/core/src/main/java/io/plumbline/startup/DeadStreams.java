package io.plumbline.startup;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.diagnostics.DropReason;
import io.plumbline.export.LostRanges;
import io.plumbline.export.RelayStream;
import io.plumbline.export.RelayStream.HookCounts;
import io.plumbline.ring.RingCounts;
import io.plumbline.spool.Adoption;
import io.plumbline.spool.DeadStream;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams of dead processes as the relay wants them, once this process has a directory. */
final class DeadStreams implements Supplier<@Nullable RelayStream> {
  private final SpoolHome home;
  private final AgentLog log;
  private final AgentErrors errors;
  private final LostRanges lost = new LostRanges();
  private @Nullable Adoption adoption;

  DeadStreams(SpoolHome home, AgentLog log, AgentErrors errors) {
    this.home = home;
    this.log = log;
    this.errors = errors;
    SpoolDirectory own = home.directory();
    if (own != null) {
      // Before the first segment is made: what dead ones take counts from the beginning.
      this.adoption = adoption(own);
    }
  }

  private Adoption adoption(SpoolDirectory own) {
    Adoption current =
        adoption == null ? new Adoption(own, home.room(), lost, log, errors) : adoption;
    adoption = current;
    return current;
  }

  @Override
  public @Nullable RelayStream get() {
    SpoolDirectory own = home.directory();
    if (own == null || !home.isHere()) {
      return null;
    }
    Adoption current = adoption(own);
    DeadStream dead = current.next();
    return dead == null ? null : RelayStream.adopted(dead, hookCounts(dead), lost);
  }

  private static HookCounts hookCounts(DeadStream dead) {
    RingCounts counts = dead.counts();
    return counts == null ? new HookCounts(0, Map.of()) : hookCounts(counts);
  }

  static HookCounts hookCounts(RingCounts counts) {
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    for (DropReason reason : DropReason.values()) {
      if (counts.dropped(reason) > 0) {
        dropped.put(reason, counts.dropped(reason));
      }
    }
    return new HookCounts(counts.made(), dropped);
  }
}
