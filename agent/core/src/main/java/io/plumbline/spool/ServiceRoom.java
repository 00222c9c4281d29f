package io.plumbline.spool;

import io.plumbline.diagnostics.DropReason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The room that the streams of one service share: that of this process, and those that dead
 * processes left, of which one at a time is adopted. What dead ones hold counts against the bound
 * of the living, and goes first, being older. For any thread.
 *
 * <p>The writer takes segments from the adopted stream when it needs their room. What is not
 * counted yet, or is in a stream that still waits, only the relay can give up: it does so ahead of
 * the need, as soon as the room is tight.
 */
public final class ServiceRoom {
  /** The next segment, and one in reserve, so that the writer never waits for the relay. */
  private static final int AHEAD = 2;

  private final Set<Path> setAside = ConcurrentHashMap.newKeySet();
  private volatile @Nullable DeadStream adopted;
  private volatile Runnable measuring = () -> {};
  private volatile long waitingBytes;
  private volatile boolean othersWait;
  private volatile int withoutKey;
  private volatile long ownBytes;
  private volatile long segmentBytes;
  private volatile long limit;
  private volatile boolean mustForce;
  private volatile @Nullable Supplier<Instant> oldest;

  /** By the writer: what its stream takes, and what all may. */
  void own(long bytes, long perSegment, long most) {
    ownBytes = bytes;
    segmentBytes = perSegment;
    limit = most;
  }

  /** What says that a segment may go is forced to the disk before it goes. */
  void mustForce(boolean force) {
    mustForce = force;
  }

  boolean mustForce() {
    return mustForce;
  }

  /**
   * What is older goes.
   *
   * @param clock of the living stream: one that nobody sets
   */
  void keepFor(Duration maxAge, Clock clock) {
    oldest = () -> clock.instant().minus(maxAge);
  }

  /** Never, as long as there is no living stream. */
  boolean isTooOld(Instant then) {
    Supplier<Instant> limit = oldest;
    return limit != null && then.isBefore(limit.get());
  }

  /** Bytes that the streams of dead processes take. */
  long ofDead() {
    DeadStream dead = adopted;
    return waitingBytes + (dead == null ? 0 : dead.sizeBytes());
  }

  /** Whether dead streams have to give up something before the living one needs its room. */
  public boolean isTight() {
    long dead = ofDead();
    return dead > 0 && limit > 0 && ownBytes + dead + AHEAD * segmentBytes > limit;
  }

  /**
   * The oldest segment of the adopted stream goes.
   *
   * @return whether there was one that is counted
   */
  boolean giveUpOldest(DropReason reason) {
    DeadStream dead = adopted;
    return dead != null && dead.giveUpOldest(reason);
  }

  void expire(long beforeMillis) {
    DeadStream dead = adopted;
    if (dead != null) {
      dead.expire(beforeMillis);
    }
  }

  /** Whether dead streams wait that were not adopted before. */
  public boolean othersWait() {
    return othersWait;
  }

  /** Looks how much dead streams take that wait. On the thread that adopts. */
  public void look() {
    measuring.run();
  }

  void measuredBy(Runnable look) {
    measuring = look;
  }

  void waiting(long bytes, boolean others) {
    waitingBytes = bytes;
    othersWait = others;
  }

  void withoutKey(int streams) {
    withoutKey = streams;
  }

  /** Streams that are encrypted under a key that is not given. */
  public int withoutKey() {
    return withoutKey;
  }

  void adopted(DeadStream dead) {
    adopted = dead;
  }

  /**
   * @param stays bytes that go on waiting
   */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it, the relay's
  void letGo(DeadStream dead, long stays) {
    if (adopted == dead) {
      waitingBytes += stays;
      adopted = null;
    }
  }

  /** It waits for its turn behind the others, with little left in it. */
  void setAside(Path path) {
    setAside.add(path);
  }

  boolean isSetAside(Path path) {
    return setAside.contains(path);
  }
}
