package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.io.IOException;

/** Makes the segments of a stream on disk, one after the other. For the writer thread. */
interface DiskSegments extends AutoCloseable {
  /**
   * Makes a new segment, to be appended to from now on.
   *
   * @throws IOException when there is no room for it; then nothing has changed
   */
  SegmentContent next(long firstIndex) throws IOException;

  @Override
  void close();

  /**
   * @param mode mapped or file
   * @throws ChronicleUnusableException when it is to be mapped, and cannot in this JVM
   */
  static DiskSegments open(
      SpoolDirectory directory,
      SpoolMode mode,
      SpoolOptions options,
      AgentLog log,
      AgentErrors errors)
      throws IOException {
    return mode == SpoolMode.MAPPED
        ? MappedSegments.create(directory, options, log, errors)
        : FileSegments.create(directory, options);
  }
}
