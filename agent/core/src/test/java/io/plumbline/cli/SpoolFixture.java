package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.OutputKind;
import io.plumbline.capture.RecorderExtension;
import io.plumbline.capture.RegisteredHook;
import io.plumbline.capture.TensorRole;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.ring.MappedRing;
import io.plumbline.spool.Spool;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolKeys;
import io.plumbline.spool.SpoolMode;
import io.plumbline.spool.SpoolOptions;
import io.plumbline.spool.StreamHeader;
import io.plumbline.telemetry.TelemetryResource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Streams with real records of real calls, as a process that was killed leaves them. */
final class SpoolFixture {
  private static final SpoolOptions OPTIONS =
      new SpoolOptions(SpoolMode.MAPPED, 16L << 20, 1 << 20, Duration.ofDays(1), 0, 256 << 10);

  private final Path base;
  private final RecorderExtension recorder;
  private final RegisteredHook hook;
  private final AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
  private String sampling = "parentbased_always_on ratio=1.0 errors";
  private SpoolKeys keys = SpoolKeys.NONE;
  private int taken;

  SpoolFixture(Path base, RecorderExtension recorder) {
    this.base = base;
    this.recorder = recorder;
    this.hook = recorder.hooks().register("any", "Any.predict");
  }

  /** For the streams to come. */
  SpoolFixture sampled(String how) {
    sampling = how;
    return this;
  }

  /** The streams to come; their rings are in memory, and empty. */
  SpoolFixture encrypted(byte[] key) throws GeneralSecurityException {
    keys = SpoolKeys.of(key, List.of(key));
    return this;
  }

  /**
   * @param digit makes its stream id
   * @param spooled records in its queue
   * @param inRing records in its ring
   */
  Path dead(char digit, int spooled, int inRing) throws IOException {
    SpoolDirectory directory = write(digit, spooled, inRing);
    directory.close();
    return directory.path();
  }

  /** Of this process, until it is closed. */
  SpoolDirectory live(char digit, int spooled, int inRing) throws IOException {
    return write(digit, spooled, inRing);
  }

  private SpoolDirectory write(char digit, int spooled, int inRing) throws IOException {
    SpoolDirectory directory =
        SpoolDirectory.create(base, "shop", "fraud", header(digit)).encryptedUnder(keys);
    MappedRing ring = directory.createRing(1 << 20, OPTIONS, log);
    accept(ring, spooled);
    try (Spool spool =
        Spool.open(directory, OPTIONS, loss -> {}, log, new AgentErrors(log), Clock.systemUTC())) {
      assertThat(spool.isDurable()).isTrue();
      ring.drain((index, payload, end) -> spool.append(index, payload, end) == null, spooled);
    }
    accept(ring, inRing);
    ring.close();
    return directory;
  }

  private StreamHeader header(char digit) {
    Map<String, String> resource =
        TelemetryResource.describe(
            "1", "instance-" + digit, Map.of("service.name", "fraud", "service.namespace", "shop"));
    return new StreamHeader(
        String.valueOf(digit).repeat(32),
        "instance-" + digit,
        1_700_000_000_000_000_000L + digit,
        "http://localhost:4318",
        1,
        sampling,
        resource);
  }

  private void accept(MappedRing ring, int records) {
    for (byte[] record : make(records)) {
      assertThat(ring.accept(hook.index(), record, record.length)).isNull();
    }
  }

  private List<byte[]> make(int count) {
    for (int i = 0; i < count; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook.index()));
      call.model(InferenceRecorder.describe(ModelRef.of("any", "m")));
      call.scalar(TensorRole.INPUT, "x", (double) taken + i);
      call.outputKind(OutputKind.BINARY_PROBABILITY);
      call.scalar(TensorRole.OUTPUT, "p", 0.75);
      InferenceRecorder.end(call, null);
    }
    List<byte[]> all = recorder.sink().records();
    List<byte[]> made = List.copyOf(all.subList(taken, all.size()));
    taken = all.size();
    return made;
  }
}
