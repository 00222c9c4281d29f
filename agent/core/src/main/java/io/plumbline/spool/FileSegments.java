package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Segments written without mapping: one record after the other, through the page cache, which
 * survives the process. For file systems on which a mapped page may have no room on the disk.
 */
final class FileSegments implements DiskSegments {
  private final Path directory;
  private final Preallocation room;
  private final int segmentBytes;

  private FileSegments(Path directory, SpoolOptions options) {
    this.directory = directory;
    this.room = new Preallocation(options.minFreeDiskBytes());
    this.segmentBytes = options.segmentBytes();
  }

  static FileSegments create(SpoolDirectory spool, SpoolOptions options) throws IOException {
    Path directory = spool.queue();
    try {
      OwnedFiles.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      // Mapped segments were there before; their names are others.
    }
    return new FileSegments(directory, options);
  }

  @Override
  public SegmentContent next(long firstIndex) throws IOException {
    room.requireFree(directory, segmentBytes);
    Path file = SegmentFiles.plain(directory, firstIndex);
    Files.deleteIfExists(file); // of an attempt that came to nothing
    return new FileSegment(file, OwnedFiles.create(file), segmentBytes);
  }

  @Override
  public void close() {
    // A segment is closed when it is sealed.
  }

  private static final class FileSegment implements SegmentContent {
    private final Path file;
    private final FileChannel channel;
    private final int capacity;
    private long position;
    private boolean known; // to the directory on the disk

    FileSegment(Path file, FileChannel channel, int capacity) {
      this.file = file;
      this.channel = channel;
      this.capacity = capacity;
    }

    @Override
    public boolean hasRoom(int frameBytes) {
      return position + RecordFrame.align(frameBytes) <= capacity;
    }

    @Override
    public void append(FrameBuffer frame) throws IOException {
      ByteBuffer padded = frame.padded();
      int length = padded.remaining();
      // What is there of a frame that does not fit the disk has no checksum, and is written over.
      while (padded.hasRemaining()) {
        channel.write(padded, position + padded.position());
      }
      position += length;
    }

    @Override
    public SegmentBytes open() throws IOException {
      return SegmentBytes.of(file);
    }

    /** All that it may come to take. */
    @Override
    public long sizeBytes() {
      return capacity;
    }

    @Override
    public Path file() {
      return file;
    }

    @Override
    public boolean isPresent() {
      return !OwnedFiles.isGone(file);
    }

    @Override
    public void forceAppended() throws IOException {
      channel.force(false);
      if (!known) {
        OwnedFiles.forceDirectory(Objects.requireNonNull(file.getParent()));
        known = true;
      }
    }

    @Override
    public void seal() {
      try {
        channel.close();
      } catch (IOException e) {
        // What was written is in the page cache; the next look at the disk will tell.
      }
    }
  }
}
