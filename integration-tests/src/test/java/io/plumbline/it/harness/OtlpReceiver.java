package io.plumbline.it.harness;

import com.google.protobuf.Message;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A receiver of ours: real OTLP over loopback, grpc and http/protobuf. It records every request and
 * accepts it, unless it is told to answer something else.
 */
public final class OtlpReceiver implements ReceivedTelemetry, OtlpTarget, AutoCloseable {
  private record Exchange(OtlpRequest request, boolean accepted) {}

  private final List<Exchange> exchanges = new ArrayList<>();
  private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
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
    return URI.create("http://127.0.0.1:" + (protocol == OtlpProtocol.GRPC ? grpcPort : httpPort));
  }

  /** Every attempt, also those that were not accepted. */
  public List<OtlpRequest> requests() {
    synchronized (exchanges) {
      return exchanges.stream().map(Exchange::request).toList();
    }
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
    synchronized (exchanges) {
      return exchanges.stream().filter(Exchange::accepted).map(e -> e.request().message()).toList();
    }
  }

  /** One after the other, before the rule of {@link #answer} holds again. */
  public void answerNext(Answer... inOrder) {
    Collections.addAll(next, inOrder);
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
    http = new HttpOtlpServer(httpPort, this::receive);
    grpc = new GrpcOtlpServer(grpcPort, this::receive);
  }

  @Override
  public void close() {
    closed.countDown();
    goAway();
    FailureReport.closed(this);
  }

  private Answer receive(OtlpRequest request) {
    Answer scripted = next.poll();
    Answer answer = scripted != null ? scripted : answers.apply(request);
    synchronized (exchanges) {
      exchanges.add(new Exchange(request, answer.accepts(request.protocol())));
    }
    try {
      if (closed.await(answer.delay().toNanos(), TimeUnit.NANOSECONDS)) {
        return Answer.unavailable();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  private String explanation() {
    Queue<String> lines = new ArrayDeque<>();
    synchronized (exchanges) {
      exchanges.forEach(
          exchange ->
              lines.add(
                  exchange.request().protocol()
                      + " "
                      + exchange.request().path()
                      + " "
                      + exchange.request().encodedBytes()
                      + " bytes, "
                      + (exchange.accepted() ? "accepted" : "not accepted")));
    }
    return "\n----- the receiver got -----\n" + String.join("\n", lines);
  }
}
