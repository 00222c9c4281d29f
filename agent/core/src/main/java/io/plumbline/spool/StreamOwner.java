package io.plumbline.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Who has a stream now, as far as can be seen from here.
 *
 * @param pid of the process that holds its lock; 0 for none
 */
public record StreamOwner(State state, long pid) {
  static final StreamOwner NOBODY = new StreamOwner(State.DEAD, 0);
  private static final StreamOwner NOT_TOLD = new StreamOwner(State.UNKNOWN, 0);

  /** What that process does with it. */
  public enum State {
    /** The process whose inferences these are. */
    LIVE,
    /** Another one, which delivers what a dead one left. */
    ADOPTED,
    /** Nobody: its process is gone, or on another machine. */
    DEAD,
    /** This system does not tell. */
    UNKNOWN
  }

  static StreamOwner of(Path stream) throws IOException {
    OptionalLong holder;
    try {
      holder = HeldLocks.now().holder(stream.resolve(SpoolDirectory.LOCK));
    } catch (NoSuchFileException e) {
      return Files.isDirectory(stream) && Files.exists(HeldLocks.TOLD_IN) ? NOBODY : NOT_TOLD;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return NOT_TOLD;
    }
    if (holder.isEmpty()) {
      return NOBODY;
    }
    // An adopter leaves its mark before anything else.
    boolean adopted = new TwoSlots(stream, DeadStream.ADOPTED).value() != null;
    return new StreamOwner(adopted ? State.ADOPTED : State.LIVE, holder.getAsLong());
  }

  /** What people read. */
  @Override
  public String toString() {
    return switch (state) {
      case LIVE -> "live, process " + pid;
      case ADOPTED -> "being adopted by process " + pid;
      case DEAD -> "dead";
      case UNKNOWN -> "not known";
    };
  }
}
