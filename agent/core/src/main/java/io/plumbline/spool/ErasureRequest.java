package io.plumbline.spool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks the process that has a stream to erase in it: a file in the stream's
 * directory, which that process looks for once a second, and answers with another one. It needs no
 * port, no permission but to write there, and works from another container on the same volume. Both
 * are their owner's alone, and are overwritten before they are removed.
 *
 * @param id of this request, so that no answer is taken for another's
 * @param conditions all of which must hold
 * @param model null for any
 * @param includeAmbiguous whether what may be somebody else's is erased as well
 */
public record ErasureRequest(
    String id,
    List<Condition> conditions,
    @Nullable String model,
    boolean includeAmbiguous,
    boolean dryRun) {
  private static final String REQUEST = "erase.request";
  private static final String ANSWER = "erase.answer";
  private static final int VERSION = 2;
  private static final int MAX_BYTES = 1 << 20;

  /** That a feature said so, as the host's call had it. */
  public record Condition(String feature, String value) {
    /** Never the value. */
    @Override
    public String toString() {
      return feature + "=…";
    }
  }

  public ErasureRequest {
    conditions = List.copyOf(conditions);
  }

  public static ErasureRequest of(
      List<Condition> conditions,
      @Nullable String model,
      boolean includeAmbiguous,
      boolean dryRun) {
    String id = UUID.randomUUID().toString();
    return new ErasureRequest(id, conditions, model, includeAmbiguous, dryRun);
  }

  /** Puts it where the owner of the stream finds it. */
  public void submit(Path stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(id);
      out.writeBoolean(includeAmbiguous);
      out.writeBoolean(dryRun);
      out.writeUTF(model == null ? "" : model);
      out.writeInt(conditions.size());
      for (Condition condition : conditions) {
        out.writeUTF(condition.feature());
        out.writeUTF(condition.value());
      }
    }
    put(stream, REQUEST, bytes.toByteArray());
  }

  /** Takes it back: nobody answers. */
  public static void withdraw(Path stream) throws IOException {
    wipe(stream.resolve(REQUEST));
  }

  /**
   * Takes the one that waits; it is gone from the disk then.
   *
   * @return null when there is none
   * @throws IOException when it makes no sense; it is gone as well
   */
  public static @Nullable ErasureRequest take(Path stream) throws IOException {
    Path file = stream.resolve(REQUEST);
    if (!Files.exists(file)) {
      return null;
    }
    byte[] bytes = OwnedFiles.read(file, MAX_BYTES);
    wipe(file);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (in.readByte() != VERSION) {
      throw new IOException("a request of another version");
    }
    String id = in.readUTF();
    boolean includeAmbiguous = in.readBoolean();
    boolean dryRun = in.readBoolean();
    String model = in.readUTF();
    List<Condition> conditions = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      conditions.add(new Condition(in.readUTF(), in.readUTF()));
    }
    return new ErasureRequest(
        id, conditions, model.isEmpty() ? null : model, includeAmbiguous, dryRun);
  }

  /** Says how it ended. */
  public void answer(Path stream, ErasureTally tally) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(id);
      long[] numbers = tally.encoded();
      out.writeInt(numbers.length);
      for (long number : numbers) {
        out.writeLong(number);
      }
    }
    put(stream, ANSWER, bytes.toByteArray());
  }

  /**
   * @return null as long as there is none
   */
  public @Nullable ErasureTally takeAnswer(Path stream) throws IOException {
    Path file = stream.resolve(ANSWER);
    byte[] bytes;
    try {
      bytes = OwnedFiles.read(file, MAX_BYTES);
    } catch (NoSuchFileException e) {
      return null;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    boolean ours = in.readByte() == VERSION && in.readUTF().equals(id);
    Files.deleteIfExists(file);
    if (!ours) {
      return null; // of one that nobody waits for any more
    }
    long[] numbers = new long[Math.min(in.readInt(), MAX_BYTES)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readLong();
    }
    return ErasureTally.decoded(numbers);
  }

  /** Whole or not at all. */
  private static void put(Path stream, String name, byte[] bytes) throws IOException {
    Path unfinished = stream.resolve("." + name);
    Files.deleteIfExists(unfinished);
    try (FileChannel channel = OwnedFiles.create(unfinished)) {
      ByteBuffer all = ByteBuffer.wrap(bytes);
      while (all.hasRemaining()) {
        channel.write(all);
      }
    }
    Files.move(
        unfinished,
        stream.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What it asked for is a value of the subject. */
  private static void wipe(Path file) throws IOException {
    try (FileChannel channel = OwnedFiles.openExisting(file)) {
      ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_BYTES));
      while (zeros.hasRemaining()) {
        channel.write(zeros);
      }
      channel.force(true);
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(file);
  }
}
