package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the records of one segment are. The writer thread appends; any thread reads. */
interface SegmentContent {
  /** Whether a frame of so many bytes can be appended. */
  boolean hasRoom(int frameBytes);

  /**
   * Appends a frame, for which there is room.
   *
   * @throws IOException when it cannot be stored; then nothing of it is there
   */
  void append(FrameBuffer frame) throws IOException;

  SegmentBytes open() throws IOException;

  /** Changes bytes of records that are there; on the reader's thread, while the writer appends. */
  default void overwrite(ByteBuffer bytes, long at) throws IOException {
    SegmentErasure.overwrite(Objects.requireNonNull(file()), bytes, at);
  }

  /** Brings what was changed to the disk. */
  default void force() throws IOException {
    SegmentErasure.force(Objects.requireNonNull(file()));
  }

  /** Taken on the disk, or in memory when there is no file. */
  long sizeBytes();

  /** Null when it is in memory. */
  @Nullable Path file();

  /** Whether nobody removed its file. */
  default boolean isPresent() {
    return true;
  }

  /** Has the disk write what was appended; on the writer's thread. */
  default void forceAppended() throws IOException {}

  /** Gives back what appending needs; nothing is appended any more. */
  default void seal() {}
}
