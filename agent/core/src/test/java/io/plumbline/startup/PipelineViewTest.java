package io.plumbline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.plumbline.capture.HookRegistry;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.ModelRef;
import io.plumbline.config.AgentConfig;
import io.plumbline.config.ConfigException;
import io.plumbline.config.ConfigFile;
import io.plumbline.config.ConfigSources;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.status.LastInference;
import io.plumbline.status.PipelineFacts;
import io.plumbline.status.ReceiverFacts;
import io.plumbline.status.SpoolFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline that runs says of itself is what it does: all of it is real but the receiver. */
@Timeout(120)
class PipelineViewTest {
  private static final int CALLS = 20;

  @TempDir private Path directory;

  private final AgentErrors errors =
      new AgentErrors(new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO));
  private final HookRegistry hooks = new HookRegistry();
  private HttpServer receiver;
  private volatile int answer = 200;
  private @Nullable Pipeline pipeline;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void end() throws InterruptedException {
    InferenceRecorder.install(null);
    if (pipeline != null) {
      Object ignored = pipeline.detach(Duration.ofSeconds(10));
    }
    receiver.stop(0);
    assertThat(errors.counts()).isEmpty();
  }

  @Test
  void nothingIsSaidBeforeTheFirstClassIsWoven() throws ConfigException {
    Pipeline notStarted = pipeline("");

    assertThat(notStarted.view()).isNull();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void callsAreCountedAndTheLastOfEachHookIsShown() throws Exception {
    PipelineView view = start("");
    String before = view.stamp();
    int hook = hooks.register("java", "com.acme.Scorer.score").index();

    call(hook);

    PipelineFacts facts =
        await(view, now -> now.counted() == CALLS && now.sampling().spans() == CALLS);
    assertThat(facts.made()).isEqualTo(CALLS);
    assertThat(facts.dropped().values()).containsOnly(0L);
    LastInference last = Objects.requireNonNull(view.last(hook));
    assertThat(last.model()).isEqualTo("churn");
    assertThat(view.last(hook + 1)).isNull();
    assertThat(view.last(HookRegistry.MAX_HOOKS)).isNull();
    PipelineFacts delivered = await(view, now -> now.spool().waiting() == 0);
    assertThat(delivered.receivers())
        .extracting(ReceiverFacts::signal)
        .containsExactly("traces", "metrics");
    await(view, now -> now.receivers().get(0).state() == ReceiverFacts.State.DELIVERING);
    assertThat(view.stamp()).isNotEqualTo(before);
  }

  @Test
  void receiverThatRefusesTheKeyIsShownWithoutTheKey() throws Exception {
    answer = 401;
    PipelineView view = start("export: {headers: {authorization: Bearer-secret}}\n");

    call(hooks.register("java", "com.acme.Scorer.score").index());

    PipelineFacts facts =
        await(
            view,
            now ->
                now.receivers().get(0).state() == ReceiverFacts.State.PARKED
                    && now.spool().waiting() == CALLS);
    assertThat(facts.receivers().get(0).answer()).contains("401");
    assertThat(facts.toString()).doesNotContain("Bearer-secret").doesNotContain("never-shown");
  }

  @Test
  void spoolIsShownAsItIsNotAsItIsConfigured() throws Exception {
    PipelineView view = start("spool: {mode: file, max_size: 900TiB, min_free_disk: 0B}\n");

    SpoolFacts spool = view.facts().spool();

    assertThat(spool.mode()).isEqualTo("file");
    assertThat(spool.durable()).isTrue();
    assertThat(spool.directory()).startsWith(directory.resolve("churn").toString());
    // A tenth of what is free, give or take what others write meanwhile.
    long free = Files.getFileStore(directory).getUsableSpace();
    assertThat(spool.maxBytes()).isBetween(free / 20, free / 5);
  }

  @Test
  void spoolInMemoryIsShownAsOne() throws Exception {
    PipelineView view = start("spool: {mode: memory, max_size: 1GiB}\n");

    SpoolFacts spool = view.facts().spool();

    assertThat(spool.mode()).isEqualTo("memory");
    assertThat(spool.durable()).isFalse();
    assertThat(spool.directory()).isNull();
    assertThat(spool.maxBytes()).isLessThan(1 << 30);
    assertThat(view.directory()).isNull();
  }

  private PipelineView start(String more) throws ConfigException {
    Pipeline started = pipeline(more);
    pipeline = started;
    started.ensureStarted();
    Instant limit = Instant.now().plusSeconds(60);
    while (started.view() == null && Instant.now().isBefore(limit)) {
      Thread.onSpinWait();
    }
    return Objects.requireNonNull(started.view());
  }

  private Pipeline pipeline(String more) throws ConfigException {
    String spool = more.startsWith("spool: {") ? "" : "spool: {min_free_disk: 0B}\n";
    String yaml = "service: {name: churn}\n" + spool + more;
    AgentConfig config =
        AgentConfig.load(
            new ConfigSources(
                Map.of(
                    "plumbline.spool.directory",
                    directory.toString(),
                    "plumbline.export.endpoint",
                    "http://127.0.0.1:" + receiver.getAddress().getPort() + "?key=never-shown"),
                Map.of(),
                new ConfigFile("plumbline.yaml", yaml),
                null));
    AgentLog log = new AgentLog(Clock.systemUTC(), AgentLog.Level.INFO);
    return new Pipeline(config, "1.0", hooks, new AgentThreads(errors), log, errors);
  }

  private static void call(int hook) {
    for (int i = 0; i < CALLS; i++) {
      InFlightInference call = Objects.requireNonNull(InferenceRecorder.begin(hook));
      call.model(InferenceRecorder.describe(ModelRef.of("java", "churn")));
      InferenceRecorder.end(call, null);
    }
  }

  private static PipelineFacts await(PipelineView view, Predicate<PipelineFacts> condition)
      throws InterruptedException {
    Instant limit = Instant.now().plusSeconds(60);
    PipelineFacts facts = view.facts();
    while (!condition.test(facts) && Instant.now().isBefore(limit)) {
      Thread.sleep(20);
      facts = view.facts();
    }
    assertThat(facts).matches(condition);
    return facts;
  }
}
