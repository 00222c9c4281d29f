package io.plumbline.capture;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.RecordText;
import io.plumbline.redact.TextHasher;
import io.plumbline.redact.TextTreatment;
import io.plumbline.redact.ValueRule;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An inference that runs now. Advice describes the model, copies inputs on enter and outputs on
 * exit, straight into the record's bytes; {@link InferenceRecorder#end} stores them.
 *
 * <p>Held by one thread at a time, though not always the same one: a result that is a future ends
 * it where it completes. Keep no reference after the end; the object is used again.
 */
public final class InFlightInference {
  private static final int TEXT_LIMIT = 1024;

  private static final int COUNTED_ONLY = -1;

  /** So many at most are kept without an array for each call. */
  public static final int FEW_ARGUMENTS = 4;

  private static final @Nullable Object[] NO_ARGUMENTS = {};

  private final @Nullable InFlightPool pool;
  private final int slot;
  private final RecordBuffer buffer;
  private final CaptureLimits limits;
  private final TextHasher hasher = new TextHasher();
  private final TensorWriter tensors;
  private final CallTimer timer = new CallTimer();

  private @Nullable InferenceRecorder owner;
  private RegisteredHook hook = RegisteredHook.NONE;
  private CaptureLevel level = CaptureLevel.FULL;
  private CaptureSettings settings = ModelRules.UNKNOWN.settings();
  private ModelRules model = ModelRules.UNKNOWN;
  private @Nullable RegisteredHook engine;
  private long startNanoTime;
  private boolean modelWritten;
  private boolean entering;
  private boolean captureFailed;
  private boolean stored;
  private int nestedCalls;
  private @Nullable String endingMethod;
  private @Nullable ValueRule keptRule;
  private String keptThreadName = "";
  private byte @Nullable [] keptThreadSection;

  /** By their length, each made when it is first needed. */
  private final @Nullable Object[] @Nullable [] argumentsOfLength =
      new @Nullable Object[FEW_ARGUMENTS + 1][];

  private @Nullable Object[] arguments = NO_ARGUMENTS;

  /**
   * @param pool that it goes back to, by its slot
   */
  InFlightInference(InFlightPool pool, int slot, CaptureLimits limits) {
    this(pool, slot, new RecordBuffer(limits.maxRecordBytes()), limits);
  }

  private InFlightInference(
      @Nullable InFlightPool pool, int slot, RecordBuffer buffer, CaptureLimits limits) {
    this.pool = pool;
    this.slot = slot;
    this.buffer = buffer;
    this.limits = limits;
    this.tensors = new TensorWriter(buffer, limits, hasher, ModelRules.UNKNOWN);
  }

  /** Takes no values: for a call beyond {@link CaptureLimits#maxInFlight}. */
  static InFlightInference countedOnly(CaptureLimits limits) {
    return new InFlightInference(null, COUNTED_ONLY, RecordBuffer.headerOnly(), limits);
  }

  int slot() {
    return slot;
  }

  /** May be used again from now on. */
  void release() {
    forgetArguments();
    if (pool != null) {
      pool.release(this);
    }
  }

  InferenceRecorder owner() {
    return Objects.requireNonNull(owner, "not started");
  }

  CallTimer timer() {
    return timer;
  }

  CaptureLevel level() {
    return level;
  }

  /** Whether values are taken; else it is not worth reading any. */
  public boolean takesValues() {
    return level == CaptureLevel.FULL;
  }

  /** Whether more is taken of the call than that it was: rows, shapes, ids. */
  public boolean takesSummary() {
    return level != CaptureLevel.COUNTS;
  }

  /**
   * Keeps what the host's method was given, without an array for each call.
   *
   * @param count of its parameters; what is beyond is not looked at
   */
  public @Nullable Object[] arguments(
      int count,
      @Nullable Object first,
      @Nullable Object second,
      @Nullable Object third,
      @Nullable Object fourth) {
    @Nullable Object[] given = argumentsOfLength[count];
    if (given == null) {
      given = new @Nullable Object[count];
      argumentsOfLength[count] = given;
    }
    if (count > 0) {
      given[0] = first;
    }
    if (count > 1) {
      given[1] = second;
    }
    if (count > 2) {
      given[2] = third;
    }
    if (count > 3) {
      given[3] = fourth;
    }
    arguments = given;
    return given;
  }

  /** As they were kept; the array is used again once the call ends or its result comes later. */
  public @Nullable Object[] arguments() {
    return arguments;
  }

  void forgetArguments() {
    if (arguments.length > 0) {
      Arrays.fill(arguments, null);
      arguments = NO_ARGUMENTS;
    }
  }

  /** The last of enter advice: from here on the time is the host's. */
  public void hostRuns() {
    if (timer.isOn()) {
      timer.stop(owner().nanoTime());
    }
  }

  /** The first of exit advice: from here on the time is the agent's. */
  public void agentRuns() {
    if (timer.isOn()) {
      timer.goOn(owner().nanoTime());
    }
  }

  /**
   * What of this call's input was looked at before it began, such as when a matrix was built.
   *
   * @param nanos that the host's thread was held up for it
   */
  public void prepared(long nanos) {
    timer.add(nanos);
  }

  void ends() {
    timer.offUnlessStopped();
    agentRuns();
  }

  RegisteredHook hook() {
    return hook;
  }

  boolean isEntering() {
    return entering;
  }

  /** Advice threw: keep what is there, and say that some is missing. */
  void fail() {
    captureFailed = true;
    entering = false;
  }

  void start(
      InferenceRecorder recorder,
      SettingsInForce inForce,
      RegisteredHook startedHook,
      long sequence,
      CaptureLevel captureLevel) {
    owner = recorder;
    level = captureLevel;
    timer.off();
    hook = startedHook;
    settings = inForce.settings();
    model = inForce.unknownModel();
    engine = null;
    modelWritten = false;
    entering = true;
    stored = false;
    nestedCalls = 0;
    endingMethod = null;
    tensors.reset(model, takesValues());
    captureFailed = !buffer.begin(startedHook.recordStart(), InferenceCodec.HEADER_BYTES);
    buffer.setLong(InferenceCodec.SEQUENCE, sequence);
  }

  /** Sets the clock's start, the last thing before the host's method runs. */
  void startClock(InferenceClock clock) {
    startNanoTime = clock.nanoTime();
    buffer.setLong(InferenceCodec.START, clock.epochNanos(startNanoTime));
  }

  /**
   * Names the model; only the first call counts. Call it before any tensor: it brings their rules.
   */
  public void model(ModelCapture described) {
    if (!modelWritten) {
      model = described.under(settings);
      tensors.model(model);
      putSection(model.section());
      modelWritten = true;
    }
  }

  /** What the numbers of the outputs mean. */
  public void outputKind(OutputKind kind) {
    buffer.setByte(InferenceCodec.OUTPUT_KIND, kind.code());
  }

  /** How much of the call is copied. */
  public CaptureLimits limits() {
    return limits;
  }

  /** Says that a limit cut something that stands in no tensor, such as entries of a map. */
  public void cut() {
    flag(InferenceCodec.TRUNCATED);
  }

  /** Rows in this call as far as they were told, else -1. */
  public int batchSize() {
    return buffer.getInt(InferenceCodec.BATCH_SIZE);
  }

  /** Rows in this call. */
  public void batchSize(long rows) {
    buffer.setInt(InferenceCodec.BATCH_SIZE, (int) Math.min(Integer.MAX_VALUE, rows));
  }

  /** Marks a prediction that was made for training. */
  public void training() {
    flag(InferenceCodec.TRAINING);
  }

  /** The host's current span; called at most once, before the inputs. */
  public void parent(long traceIdHigh, long traceIdLow, long parentSpanId, byte flags) {
    buffer.setLong(InferenceCodec.TRACE_ID_HIGH, traceIdHigh);
    buffer.setLong(InferenceCodec.TRACE_ID_LOW, traceIdLow);
    buffer.setLong(InferenceCodec.PARENT_SPAN_ID, parentSpanId);
    buffer.setByte(InferenceCodec.TRACE_FLAGS, flags);
  }

  /** W3C {@code tracestate} of the host's current span. */
  public void traceState(String value) {
    putRuled(TextField.TRACE_STATE, RecordText.TRACE_STATE, value);
  }

  /** The host's own id of this request. */
  public void correlationId(String value) {
    putRuled(TextField.CORRELATION_ID, RecordText.CORRELATION_ID, value);
  }

  /**
   * Starts a tensor; end it with {@link TensorWriter#close} before the next.
   *
   * @param shape row-major, rows first; {@code []} for a scalar
   */
  public TensorWriter tensor(TensorRole role, String name, DataType type, long[] shape) {
    return tensors.open(role, name, type, shape);
  }

  /** Starts a tensor of shape {@code [rows, columns]} without an array for it. */
  public TensorWriter tensor(TensorRole role, String name, DataType type, long rows, long columns) {
    return tensors.open(role, name, type, rows, columns);
  }

  /** A tensor of shape {@code [1, 1]}: one feature, or one part of the prediction. */
  public void scalar(TensorRole role, String name, double value) {
    TensorWriter tensor = tensors.open(role, name, DataType.FP64, 1, 1);
    if (tensor.rows() == 1) {
      tensor.append(value);
    }
    tensor.close();
  }

  /** As {@link #scalar(TensorRole, String, double)}. */
  public void scalar(TensorRole role, String name, long value) {
    TensorWriter tensor = tensors.open(role, name, DataType.INT64, 1, 1);
    if (tensor.rows() == 1) {
      tensor.append(value);
    }
    tensor.close();
  }

  /** As {@link #scalar(TensorRole, String, double)}. */
  public void scalar(TensorRole role, String name, boolean value) {
    TensorWriter tensor = tensors.open(role, name, DataType.BOOL, 1, 1);
    if (tensor.rows() == 1) {
      tensor.append(value ? 1L : 0L);
    }
    tensor.close();
  }

  /** As {@link #scalar(TensorRole, String, double)}. */
  public void scalar(TensorRole role, String name, String value) {
    TensorWriter tensor = tensors.open(role, name, DataType.BYTES, 1, 1);
    if (tensor.rows() == 1) {
      tensor.append(value);
    }
    tensor.close();
  }

  /** The result comes later than the host's method ends: what waits for it ends this call. */
  void resumed() {
    endingMethod = "accept";
  }

  /** Name of the method that is on the stack as long as this call holds its thread's guard. */
  String endingMethod() {
    return endingMethod == null ? hook.method() : endingMethod;
  }

  /** Its record, or its loss, is about to be counted. */
  void stored() {
    stored = true;
  }

  boolean isStored() {
    return stored;
  }

  /**
   * A hook fired inside this call; where it is of another library, that one is the engine.
   *
   * @return how many did so far
   */
  int nested(RegisteredHook inner) {
    entering = false;
    if (inner != hook && !inner.library().equals(hook.library())) {
      engine = inner;
    }
    return ++nestedCalls;
  }

  /**
   * Completes the record.
   *
   * @return its length in bytes
   */
  int finish(@Nullable Throwable thrown, long nowNanoTime) {
    buffer.setLong(InferenceCodec.DURATION, Math.max(0, nowNanoTime - startNanoTime));
    buffer.abandon();
    if (thrown != null) {
      putError(thrown);
    }
    if (!modelWritten) {
      putSection(model.section());
    }
    if (engine != null) {
      putSection(engine.engineSection());
    }
    if (takesSummary()) {
      putThreadName(Thread.currentThread().getName());
    }
    if (!takesValues()) {
      flag(InferenceCodec.TRUNCATED | InferenceCodec.levelFlag(level));
    }
    if (tensors.anyCut()) {
      flag(InferenceCodec.TRUNCATED);
    }
    if (captureFailed) {
      flag(InferenceCodec.INCOMPLETE);
    }
    buffer.setByte(InferenceCodec.REDACTION_FAILURES, tensors.failures());
    putSpanId();
    buffer.setInt(InferenceCodec.LENGTH, buffer.position());
    return buffer.position();
  }

  byte[] bytes() {
    return buffer.bytes();
  }

  private void putSpanId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    // Never 0, which would be no id.
    buffer.setLong(InferenceCodec.SPAN_ID, random.nextLong() | 1L << 32);
    if (!buffer.isSet(InferenceCodec.PARENT_SPAN_ID)) {
      buffer.setLong(InferenceCodec.TRACE_ID_HIGH, random.nextLong());
      buffer.setLong(InferenceCodec.TRACE_ID_LOW, random.nextLong() | 1L << 32);
    }
  }

  private void putError(Throwable thrown) {
    flag(InferenceCodec.ERROR);
    putText(TextField.ERROR_TYPE, thrown.getClass().getName());
    String message = thrown.getMessage();
    if (message != null && takesSummary()) {
      putRuled(TextField.ERROR_MESSAGE, RecordText.ERROR_MESSAGE, message);
    }
  }

  /** A message may quote what the model saw, a thread may be named after whom it serves. */
  private void putRuled(TextField field, RecordText text, String value) {
    ValueRule rule = model.redaction().text(text);
    switch (treatment(rule, value)) {
      case KEEP -> putText(field, value);
      case TRUNCATE -> putText(field, value.substring(0, Math.min(value.length(), rule.length())));
      case MASK -> putText(field, "****");
      case HASH -> putHash(field, value);
      case REMOVE, FAIL -> {}
    }
  }

  private TextTreatment treatment(ValueRule rule, String value) {
    try {
      return rule.treatmentOf(value, TEXT_LIMIT);
    } catch (RuntimeException | StackOverflowError e) {
      tensors.countFailure();
      return TextTreatment.FAIL;
    }
  }

  /** Looked through once: a thread mostly keeps its name, and this object its thread. */
  private void putThreadName(String name) {
    ValueRule rule = model.redaction().text(RecordText.THREAD_NAME);
    if (rule == keptRule && name.equals(keptThreadName)) {
      putKeptThreadName();
    } else {
      boolean kept = treatment(rule, name) == TextTreatment.KEEP;
      keptRule = kept ? rule : null;
      keptThreadName = name;
      keptThreadSection = null;
      putRuled(TextField.THREAD_NAME, RecordText.THREAD_NAME, name);
    }
  }

  /** Encoded at its second call only: a thread may come just once. */
  private void putKeptThreadName() {
    byte[] section = keptThreadSection;
    if (section == null) {
      int from = buffer.position();
      putText(TextField.THREAD_NAME, keptThreadName);
      if (buffer.position() > from) {
        keptThreadSection = Arrays.copyOfRange(buffer.bytes(), from, buffer.position());
      }
    } else if (buffer.hasRoom(section.length)) {
      buffer.putBytes(section);
      buffer.complete();
    }
  }

  private void putHash(TextField field, String value) {
    HashKey key = model.redaction().key();
    byte[] id = key.idBytes();
    if (buffer.hasRoom(3 * InferenceCodec.SECTION_HEADER_BYTES + Integer.BYTES + id.length)) {
      int section = openText(field);
      buffer.setByte(section + 2, InferenceCodec.TEXT_HASHED);
      buffer.putLong(hasher.hash(key, value));
      buffer.putInt(value.length());
      buffer.putBytes(id, id.length);
      closeText(section);
    }
  }

  private void putText(TextField field, String value) {
    int limit = Math.min(TEXT_LIMIT, value.length() * 3);
    if (buffer.hasRoom(limit + 2 * InferenceCodec.SECTION_HEADER_BYTES)) {
      int section = openText(field);
      buffer.putUtf8(value, limit);
      closeText(section);
    }
  }

  private int openText(TextField field) {
    int section = buffer.position();
    buffer.putByte(InferenceCodec.TEXT_TAG);
    buffer.putByte(field.code());
    buffer.putShort(0);
    buffer.putInt(0);
    return section;
  }

  private void closeText(int section) {
    // The exact length, before the padding: a reader rounds it up.
    buffer.setInt(section + 4, buffer.position() - section);
    buffer.align();
    buffer.complete();
  }

  private void putSection(byte[] encoded) {
    if (buffer.hasRoom(encoded.length)) {
      buffer.putBytes(encoded);
      buffer.complete();
    } else {
      captureFailed = true;
    }
  }

  private void flag(int bit) {
    buffer.setByte(InferenceCodec.FLAGS, buffer.bytes()[InferenceCodec.FLAGS] | bit);
  }
}
