package io.plumbline.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The bytes of one segment, to be read. Never mapped: a file cut short must not kill the host. */
interface SegmentBytes extends AutoCloseable {
  /** Reads what is there, up to the remaining bytes; nothing at and behind the end. */
  void read(ByteBuffer into, long from) throws IOException;

  long size() throws IOException;

  @Override
  void close();

  static SegmentBytes of(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    return new SegmentBytes() {
      @Override
      public void read(ByteBuffer into, long from) throws IOException {
        long start = from - into.position();
        while (into.hasRemaining() && channel.read(into, start + into.position()) >= 0) {}
      }

      @Override
      public long size() throws IOException {
        return channel.size();
      }

      @Override
      public void close() {
        try {
          channel.close();
        } catch (IOException e) {
          // It was only read.
        }
      }
    };
  }
}
