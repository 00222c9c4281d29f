package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.threads.Pauser;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;

/**
 * Opens Chronicle queues so that nothing of them shows in the host: no system property stays, no
 * thread starts, no file appears outside the spool, nothing is printed.
 *
 * <p>On an agent thread only; {@code sun.nio.ch} must be exported and {@code java.lang.reflect}
 * open to our unnamed module. Never call {@code pretouch()}: in the open-source edition it recurses
 * until the stack is full.
 */
final class ChronicleQueues {
  static final RollCycle ROLL_CYCLE = RollCycles.FAST_HOURLY;
  static final int FIRST_CYCLE = 1;

  private static final int METADATA_BYTES = 128 << 10;

  /** Nobody else ever holds a lock or leaves a file unfinished: waiting longer does not help. */
  private static final int LOCK_TIMEOUT_MILLIS = 100;

  /** Read by static initialisers; {@code background.releaser} would start a thread. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "chronicle.analytics.disable", "true",
          "chronicle.announcer.disable", "true",
          "chronicle.disk.monitor.disable", "true",
          "disable.debug.info", "true",
          "disable.perf.info", "true",
          "disable.resource.warning", "true",
          "background.releaser", "false",
          "system.properties", "io/plumbline/spool/chronicle.properties");

  private static boolean initialised;

  private ChronicleQueues() {}

  /**
   * Loads Chronicle, once for this loader, by taking a small queue through its whole life.
   *
   * @param scratch a directory that does not exist, below the spool
   * @throws IOException when there is no room for it
   * @throws ChronicleUnusableException when Chronicle cannot run in this JVM
   */
  static synchronized void initialise(Path scratch, AgentLog log, AgentErrors errors)
      throws IOException {
    if (initialised) {
      return;
    }
    Thread thread = Thread.currentThread();
    ClassLoader contextLoader = thread.getContextClassLoader();
    // Chronicle looks for its services through the context loader, at the first map and unmap.
    thread.setContextClassLoader(new ChronicleServices());
    OwnedFiles.deleteTree(scratch); // of an owner that died in here
    OwnedFiles.createDirectory(scratch);
    UndecidedTimeZone timeZone = new UndecidedTimeZone();
    BorrowedProperties borrowed = new BorrowedProperties(properties(scratch));
    try {
      muteUnsafeWarning();
      ChronicleShutdown.keepOut();
      ChronicleLog chronicleLog = new ChronicleLog(log, errors);
      Jvm.init();
      Jvm.setExceptionHandlers(chronicleLog, chronicleLog, null, null);
      writeAndReadOnce(scratch.resolve("queue"));
      initialised = true;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new ChronicleUnusableException(e);
    } finally {
      borrowed.giveBack();
      timeZone.giveBack();
      thread.setContextClassLoader(contextLoader);
      OwnedFiles.deleteTree(scratch);
    }
  }

  private static Map<String, String> properties(Path scratch) {
    Map<String, String> properties = new HashMap<>(PROPERTIES);
    // Otherwise it creates a folder "target" in the temporary directory.
    properties.put("project.build.directory", scratch.toString());
    return properties;
  }

  // JDK 24 and later warn on System.err at the first use of a memory access method of Unsafe.
  private static void muteUnsafeWarning() {
    try {
      Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
      warned.setAccessible(true);
      warned.setBoolean(null, true);
    } catch (NoSuchFieldException e) {
      // An older JDK, which does not warn.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("sun.misc.Unsafe", e);
    }
  }

  private static void writeAndReadOnce(Path directory) throws IOException {
    LogicalClock clock = new LogicalClock(FIRST_CYCLE);
    Preallocation preallocation = new Preallocation(0);
    int bytes = SpoolOptions.MIN_SEGMENT_BYTES;
    try (SingleChronicleQueue queue = open(directory, clock, bytes, preallocation)) {
      preallocation.create(SegmentFiles.precreated(directory, FIRST_CYCLE), bytes);
      try (ExcerptAppender appender = queue.createAppender();
          DocumentContext document = appender.writingDocument()) {
        requirePresent(document).bytes().writeLong(bytes);
      }
      try (ExcerptTailer tailer = queue.createTailer();
          DocumentContext document = tailer.readingDocument()) {
        if (!document.isPresent() || requirePresent(document).bytes().readLong() != bytes) {
          throw new ChronicleUnusableException("Chronicle did not read back what it wrote");
        }
      }
    }
  }

  static Wire requirePresent(DocumentContext document) {
    Wire wire = document.wire();
    if (wire == null) {
      throw new IllegalStateException("document without a wire");
    }
    return wire;
  }

  /**
   * Opens a new queue, which nobody else uses: the caller holds the lock of its directory.
   *
   * @throws IOException when there is no room for it
   * @throws ChronicleUnusableException when Chronicle fails over it
   */
  static SingleChronicleQueue open(
      Path directory, LogicalClock clock, int segmentBytes, Preallocation preallocation)
      throws IOException {
    if (!Files.exists(directory)) {
      OwnedFiles.createDirectory(directory);
    }
    preallocation.extend(SegmentFiles.metadata(directory), METADATA_BYTES);
    SingleChronicleQueueBuilder builder =
        SingleChronicleQueueBuilder.binary(directory)
            .rollCycle(ROLL_CYCLE)
            .blockSize(segmentBytes)
            .timeProvider(clock)
            .timeoutMS(LOCK_TIMEOUT_MILLIS);
    try {
      SingleChronicleQueue queue = builder.build();
      if (builder.readOnly()) {
        queue.close();
        throw new ChronicleUnusableException("Chronicle can only read; is sun.nio.ch exported?");
      }
      unlock(queue);
      return queue;
    } catch (RuntimeException | LinkageError | AssertionError | InternalError e) {
      throw new ChronicleUnusableException(e);
    }
  }

  // A dead owner's lock is never given up when the new process has the same id, as in containers.
  private static void unlock(SingleChronicleQueue queue) {
    try (TableStoreWriteLock lock =
        new TableStoreWriteLock(queue.metaStore(), Pauser::balanced, (long) LOCK_TIMEOUT_MILLIS)) {
      lock.forceUnlock();
    }
  }
}
