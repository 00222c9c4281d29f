package io.plumbline.it.harness;

import com.google.protobuf.Message;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A receiver of ours: real OTLP over loopback, grpc and http/protobuf. It records every request and
 * accepts it, unless it is told to answer something else.
 */
public final class OtlpReceiver implements ReceivedTelemetry, OtlpTarget, AutoCloseable {
  private record Scripted(Predicate<OtlpRequest> to, Answer answer) {}

  private final List<OtlpAttempt> attempts = new ArrayList<>();
  private final Queue<Scripted> next = new ConcurrentLinkedQueue<>();
  private @Nullable Consumer<Message> handedTo;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final int httpPort;
  private final int grpcPort;
  private volatile Function<OtlpRequest, Answer> answers = request -> Answer.accept();
  private HttpOtlpServer http;
  private GrpcOtlpServer grpc;

  private OtlpReceiver() {
    http = new HttpOtlpServer(0, this::receive);
    grpc = new GrpcOtlpServer(0, this::receive);
    httpPort = http.port();
    grpcPort = grpc.port();
    FailureReport.include(this, this::explanation);
  }

  public static OtlpReceiver start() {
    return new OtlpReceiver();
  }

  @Override
  public URI endpoint(OtlpProtocol protocol) {
    return URI.create("http://127.0.0.1:" + port(protocol));
  }

  public int port(OtlpProtocol protocol) {
    return protocol == OtlpProtocol.GRPC ? grpcPort : httpPort;
  }

  /** Every attempt, also those that were not accepted, in the order of their arrival. */
  public List<OtlpAttempt> attempts() {
    synchronized (attempts) {
      return List.copyOf(attempts);
    }
  }

  /** From now on it keeps nothing itself: for hours of load. */
  public void handTo(Consumer<Message> accepted) {
    synchronized (attempts) {
      handedTo = accepted;
    }
  }

  /** What came so far, as if it had not. */
  public void forget() {
    synchronized (attempts) {
      attempts.clear();
    }
  }

  public List<OtlpRequest> requests() {
    return attempts().stream().map(OtlpAttempt::request).toList();
  }

  /** The first attempt that fits. */
  public OtlpAttempt awaitAttempt(Predicate<OtlpAttempt> fits, String what) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> attempts().stream().filter(fits).findFirst().orElse(null),
        () -> what + explanation());
  }

  /** The first one after {@code before} with the same signal. */
  public OtlpAttempt awaitNext(OtlpAttempt before) {
    return awaitAttempt(
        attempt ->
            attempt.request().isOfTraces() == before.request().isOfTraces()
                && attempt.since(before).compareTo(Duration.ZERO) > 0,
        "an attempt after " + before);
  }

  public List<OtlpRequest> awaitRequests(int atLeast) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          List<OtlpRequest> requests = requests();
          return requests.size() >= atLeast ? requests : null;
        },
        () -> atLeast + " requests" + explanation());
  }

  @Override
  public List<Message> messages() {
    return attempts().stream()
        .filter(OtlpAttempt::accepted)
        .map(attempt -> attempt.request().message())
        .toList();
  }

  /** One after the other, before the rule of {@link #answer} holds again. */
  public void answerNext(Answer... inOrder) {
    answerNext(request -> true, inOrder);
  }

  /**
   * One after the other; requests that do not fit are answered by what comes later in the script,
   * or by the rule.
   */
  public void answerNext(Predicate<OtlpRequest> to, Answer... inOrder) {
    for (Answer answer : inOrder) {
      next.add(new Scripted(to, answer));
    }
  }

  /** From now on. */
  public void answer(Function<OtlpRequest, Answer> rule) {
    answers = rule;
  }

  /** Connections are refused until {@link #comeBack()}; what was recorded stays. */
  public void goAway() {
    http.close();
    grpc.close();
  }

  /** On the same ports. */
  public void comeBack() {
    http = again(() -> new HttpOtlpServer(httpPort, this::receive));
    grpc = again(() -> new GrpcOtlpServer(grpcPort, this::receive));
  }

  /** What held the port before may take a moment to let it go. */
  private static <T> T again(Supplier<T> server) {
    return Await.until(
        Await.DEFAULT_LIMIT,
        () -> {
          try {
            return server.get();
          } catch (UncheckedIOException inUse) {
            return null;
          }
        },
        () -> "a server on the same port as before");
  }

  @Override
  public void close() {
    closed.countDown();
    goAway();
    FailureReport.closed(this);
  }

  private Answer receive(OtlpRequest request) {
    Answer answer = answerTo(request);
    record(new OtlpAttempt(request, answer));
    try {
      if (closed.await(answer.delay().toNanos(), TimeUnit.NANOSECONDS)) {
        return Answer.unavailable();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  private void record(OtlpAttempt attempt) {
    synchronized (attempts) {
      if (handedTo == null) {
        attempts.add(attempt);
      } else if (attempt.accepted()) {
        handedTo.accept(attempt.request().message());
      }
    }
  }

  private synchronized Answer answerTo(OtlpRequest request) {
    for (Scripted scripted : next) {
      if (scripted.to().test(request)) {
        next.remove(scripted);
        return scripted.answer();
      }
    }
    return answers.apply(request);
  }

  private String explanation() {
    return attempts().stream()
        .map(OtlpAttempt::toString)
        .collect(Collectors.joining("\n", "\n----- the receiver got -----\n", ""));
  }
}
