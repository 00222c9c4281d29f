package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.DropReason;
import io.plumbline.ring.MappedRing;
import io.plumbline.spool.StreamModel.Kept;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Long random sequences of all that can happen to the streams of a service, held against plain
 * lists: what was recorded is read in order, each record as it was; what is not there any more was
 * acknowledged, or told as lost for a reason that holds; nothing goes before it is counted; and all
 * streams together keep to the bound.
 *
 * <p>{@code -Dplumbline.model.steps=1000000 -Dplumbline.model.seed=…}
 */
@Timeout(3600)
class SpoolModelTest {
  private static final int STEPS = Integer.getInteger("plumbline.model.steps", 1000);
  private static final int RING = 1 << 18;
  private static final long MAX_SIZE = 2L << 20;
  private static final Duration MAX_AGE = Duration.ofDays(10);

  @TempDir Path base;

  @ParameterizedTest
  @EnumSource(names = {"MAPPED", "FILE"})
  void whatWasRecordedIsReadOrToldAsLost(SpoolMode mode) throws IOException {
    long seed = Long.getLong("plumbline.model.seed", System.nanoTime());
    System.out.println("plumbline.model.seed=" + seed + " in mode " + mode);
    Service service = new Service(mode, new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      try {
        service.step();
      } catch (AssertionError | Exception e) {
        throw new AssertionError("seed " + seed + ", step " + step + " after " + service.done, e);
      }
    }
    try {
      service.finish();
    } catch (AssertionError | Exception e) {
      throw new AssertionError("seed " + seed + ", at the end after " + service.done, e);
    }
  }

  /** The living stream of a service and those it left, real and as models. */
  private final class Service {
    private final SpoolMode mode;
    private final Random random;
    private final SpoolBench bench = new SpoolBench(base);
    private final SpoolOptions options;
    private final Map<String, StreamModel> models = new HashMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Deque<String> done = new ArrayDeque<>();

    private SpoolHome home;
    private SpoolDirectory directory;
    private MappedRing ring;
    private SegmentedSpool spool;
    private Adoption adoption;
    private StreamModel own;
    private @Nullable DeadStream dead;
    private @Nullable StreamModel deadModel;
    private final List<SpoolLoss> lossesOfDead = new ArrayList<>();
    private final List<Path> blockers = new ArrayList<>();

    private static <T> T anyOf(T[] values, Random random) {
      return values[random.nextInt(values.length)];
    }

    Service(SpoolMode mode, Random random) throws IOException {
      this.mode = mode;
      this.random = random;
      this.options =
          new SpoolOptions(mode, MAX_SIZE, 512 << 10, MAX_AGE, 0, SpoolOptions.MIN_SEGMENT_BYTES)
              .withFsync(anyOf(SpoolFsync.values(), random));
      start();
    }

    private void start() throws IOException {
      directory =
          SpoolDirectory.create(
              base, "shop", "fraud", SpoolBench.header("http://localhost:4317", id()));
      home = SpoolHome.of(directory, bench.log, bench.clock);
      ring = MappedRing.create(directory.ringFile(), RING);
      own = new StreamModel(directory.header().streamId());
      models.put(own.id(), own);
      spool = new SegmentedSpool(home, options, own::lost, bench.log, bench.errors, bench.clock);
      spool.open();
      own.readBy(spool);
      adoption =
          new Adoption(
              directory, home.room(), lossesOfDead::add, bench.log, bench.errors, bench.clock);
    }

    /** By chance of ours, so that a seed repeats the order in which streams are adopted. */
    private String id() {
      return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    void step() throws IOException {
      int dice = random.nextInt(100);
      String what = "";
      if (dice < 30) {
        what = record();
      } else if (dice < 50) {
        what = move(1 + random.nextInt(20));
      } else if (dice < 60) {
        what = "read of own " + own.read(1 + random.nextInt(40));
      } else if (dice < 68) {
        what = "count of own " + own.count(1 + random.nextInt(60));
      } else if (dice < 73) {
        what = "ack of own " + own.ack();
      } else if (dice < 77) {
        what = "checkpoint of own " + own.checkpoint();
      } else if (dice < 90) {
        what = stepOfDead(random.nextInt(12));
      } else if (dice < 95) {
        bench.clock.advance(Duration.ofMillis(random.nextInt(3000)));
        spool.batchEnded();
        spool.tidy();
        what = "tidy";
      } else if (dice < 96) {
        bench.clock.advance(Duration.ofHours(random.nextInt(60)));
        what = "time passes";
      } else if (dice < 97) {
        what = damage(own, directory);
      } else if (dice < 98) {
        what = fillDisk();
      } else if (dice < 99) {
        what = freeDisk();
      } else {
        what = crash();
      }
      remember(what);
      routeLossesOfDead();
      assertBound();
    }

    private void remember(String what) {
      kinds.merge(what.replaceAll("[0-9].*", ""), 1, Integer::sum);
      done.addLast(what);
      if (done.size() > 60) {
        done.removeFirst();
      }
    }

    private String record() {
      for (int n = 1 + random.nextInt(8); n > 0; n--) {
        String text = own.nextText(random.nextInt(random.nextInt(10) == 0 ? 20_000 : 4000));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (ring.accept(0, bytes, bytes.length) == null) {
          own.recorded(text);
        }
      }
      return "record";
    }

    private String move(int most) {
      int moved =
          ring.drain((hook, payload, end) -> spool.append(hook, payload, end) == null, most);
      for (long index = own.spooled() + 1; index <= spool.lastIndex(); index++) {
        Segment segment = spool.find(index);
        own.spooled(segment != null && segment.isOnDisk());
      }
      assertThat(spool.lastIndex()).isEqualTo(own.spooled());
      return "move of " + moved;
    }

    /** Only what is closed and not the newest, so that what it may cost is known. */
    private String damage(StreamModel model, SpoolDirectory of) throws IOException {
      List<Path> files = SegmentFiles.list(of.path());
      if (files.size() < 3 || random.nextInt(3) > 0) {
        return "no damage";
      }
      Path file = files.get(random.nextInt(files.size() - 2));
      Kept kept = model.keptIn(file);
      if (kept == null) {
        return "no damage";
      }
      byte[] bytes = Files.readAllBytes(file);
      Damage damage = Damage.of(file, bytes.length, random);
      model.damaged(kept);
      Files.write(file, damage.applyTo(bytes, random));
      return damage + " to " + kept;
    }

    /** No further segment can be made. */
    private String fillDisk() throws IOException {
      if (mode != SpoolMode.MAPPED || !blockers.isEmpty()) {
        return "disk stays as it is";
      }
      for (Path queue : SegmentFiles.queues(directory.path())) {
        for (int cycle = 1; cycle < 5000; cycle++) {
          // Chronicle's names count hours: as many as there can be segments in this life.
          Path file = SegmentFiles.precreated(queue, cycle);
          if (!Files.exists(file) && !Files.exists(SegmentFiles.segment(queue, cycle))) {
            Files.createDirectories(file.resolve("full"));
            blockers.add(file);
          }
          if (blockers.size() >= 40) {
            return "disk is full";
          }
        }
      }
      return "disk is full";
    }

    private String freeDisk() throws IOException {
      for (Path blocker : blockers) {
        OwnedFiles.deleteTree(blocker);
      }
      blockers.clear();
      return "disk is free";
    }

    private String crash() throws IOException {
      String free = freeDisk();
      remember(free);
      closeDead();
      own.crashed();
      own.close();
      spool.close();
      ring.close();
      directory.close();
      start();
      return "crash";
    }

    private String stepOfDead(int dice) throws IOException {
      if (dead == null) {
        return adopt();
      }
      StreamModel model = Objects.requireNonNull(deadModel);
      return switch (dice) {
        case 0, 1, 2 -> "read of dead " + model.read(1 + random.nextInt(100));
        case 3, 4 -> "count of dead " + model.count(1 + random.nextInt(200));
        case 5, 6 -> "ack of dead " + model.ack();
        case 7 -> "checkpoint of dead " + model.checkpoint();
        case 8 -> makeRoom(model, dead);
        case 9 -> {
          closeDead();
          yield "adopter lets go";
        }
        default -> removeIfDone(model);
      };
    }

    /** As the relay does. */
    private String makeRoom(StreamModel model, DeadStream stream) throws IOException {
      ServiceRoom room = home.room();
      if (!room.isTight()) {
        return "there is room";
      }
      model.countAll();
      while (room.isTight() && stream.giveUpOldest()) {}
      if (room.isTight()) {
        boolean ignored = stream.giveUpRing(DropReason.SPOOL_FULL);
      }
      routeLossesOfDead();
      if (room.isTight() && room.othersWait()) {
        model.close();
        stream.letGo();
        dead = null;
        deadModel = null;
        return "dead makes way";
      }
      return "dead gives up";
    }

    private String adopt() throws IOException {
      bench.clock.advance(Duration.ofMinutes(6)); // one that was let go is tried again after five
      dead = adoption.next();
      if (dead == null) {
        return "nobody to adopt";
      }
      deadModel = Objects.requireNonNull(models.get(dead.header().streamId()));
      routeLossesOfDead();
      deadModel.adopted(dead);
      return "adoption of " + deadModel;
    }

    private void closeDead() {
      if (dead != null) {
        routeLossesOfDead();
        Objects.requireNonNull(deadModel).close();
        dead.close();
        dead = null;
        deadModel = null;
      }
    }

    private String removeIfDone(StreamModel model) throws IOException {
      if (!model.isDone()) {
        return "dead is not done";
      }
      routeLossesOfDead();
      model.assertAllAccountedFor();
      model.close();
      Objects.requireNonNull(dead).remove();
      models.remove(model.id());
      dead = null;
      deadModel = null;
      return "removal of " + model;
    }

    private void routeLossesOfDead() {
      if (deadModel != null) {
        lossesOfDead.forEach(deadModel::lost);
        lossesOfDead.clear();
      }
    }

    /** What lies there, of all streams. */
    private void assertBound() throws IOException {
      long bytes = 0;
      List<Path> all = new ArrayList<>();
      try (var streams = Files.newDirectoryStream(base.resolve("shop.fraud"), "2*")) {
        for (Path stream : streams) {
          for (Path file : SegmentFiles.list(stream)) {
            bytes += Math.min(SpoolOptions.MIN_SEGMENT_BYTES, file.toFile().length());
            all.add(file);
          }
        }
      }
      assertThat(bytes).as("bytes in %s", all).isLessThanOrEqualTo(MAX_SIZE);
    }

    /** All is delivered and counted in the end. */
    void finish() throws IOException {
      remember(crash());
      for (int turns = 0; models.size() > 1; turns++) {
        assertThat(turns).isLessThan(10_000);
        if (dead == null) {
          remember(adopt());
        }
        StreamModel model = deadModel;
        if (model != null) {
          model.readAndCountAll();
          remember(removeIfDone(model));
        }
      }
      System.out.println(kinds);
      assertThat(bench.errors.counts()).isEmpty();
    }
  }
}
