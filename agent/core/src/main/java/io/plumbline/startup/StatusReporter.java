package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.Pause;
import io.plumbline.export.RequestsUnderWay;
import io.plumbline.intercept.HookJournal;
import io.plumbline.spool.OwnedText;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.status.AgentStatus;
import io.plumbline.status.StatusDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code status.json}: at least once an interval, and a moment after something changed. The
 * body of the thread {@code plumbline-status}.
 *
 * <p>Into the stream's directory; while there is none, into the service's, under the name of this
 * process, and only once the process has lived for a while: a tool that runs for a moment leaves
 * nothing.
 */
final class StatusReporter implements Runnable {
  static final String IN_STREAM = "status.json";

  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration A_WHILE = Duration.ofSeconds(15);

  private final Supplier<AgentStatus> facts;
  private final Supplier<String> stamp;
  private final Pipeline pipeline;
  private final StatusPlace besides;
  private final @Nullable AgentBean bean;
  private final Duration interval;
  private final AgentErrors errors;
  private final LongSupplier nanoTime;
  private final long startedNanos;
  private final Pause untilEnded = new Pause();

  private String lastStamp = "";
  private long writtenNanos;
  private boolean written;

  static StatusReporter of(
      AgentFacts facts,
      HookJournal journal,
      Pipeline pipeline,
      AgentConfig config,
      AgentErrors errors) {
    return new StatusReporter(
        facts,
        () -> journal.changes() + " " + stampOf(pipeline.view()),
        pipeline,
        StatusPlace.ofService(
            config.spool().directory(), config.service().namespace(), config.service().name()),
        config.status().mbean() ? new AgentBean(errors) : null,
        config.status().interval(),
        errors,
        System::nanoTime);
  }

  private static String stampOf(@Nullable PipelineView view) {
    return view == null ? "" : view.stamp();
  }

  /**
   * @param stamp changes when there is something new to say
   * @param besides where there is no stream
   * @param bean told of each; null without one
   */
  StatusReporter(
      Supplier<AgentStatus> facts,
      Supplier<String> stamp,
      Pipeline pipeline,
      StatusPlace besides,
      @Nullable AgentBean bean,
      Duration interval,
      AgentErrors errors,
      LongSupplier nanoTime) {
    this.facts = facts;
    this.stamp = stamp;
    this.pipeline = pipeline;
    this.besides = besides;
    this.bean = bean;
    this.interval = interval;
    this.errors = errors;
    this.nanoTime = nanoTime;
    this.startedNanos = nanoTime.getAsLong();
  }

  @Override
  public void run() {
    try {
      while (!untilEnded.take(TICK_NANOS)) {
        RequestsUnderWay.cancelOverdue(System.nanoTime());
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once a second. */
  void look() {
    long now = nanoTime.getAsLong();
    String current = stamp.get();
    boolean due = !written || now - writtenNanos >= interval.toNanos();
    boolean hasPlace = pipeline.view() != null || now - startedNanos >= A_WHILE.toNanos();
    if (hasPlace && (due || !current.equals(lastStamp))) {
      lastStamp = current;
      writtenNanos = now;
      written = true;
      write();
    }
    if (bean != null) {
      bean.look();
    }
  }

  private void write() {
    AgentStatus status = facts.get();
    PipelineView view = pipeline.view();
    SpoolDirectory directory = view == null ? null : view.directory();
    Path file = directory == null ? besides.file() : directory.path().resolve(IN_STREAM);
    String document = StatusDocument.json(status, file == null ? null : file.toString());
    if (bean != null) {
      bean.tell(status);
    }
    try {
      if (file != null) {
        OwnedText.replace(file, document + "\n");
      }
      if (directory != null) {
        besides.remove();
      }
    } catch (IOException e) {
      if (file != null && Files.isDirectory(file.resolveSibling("."))) { // else it is being removed
        errors.report("writing status.json", e);
      }
    }
  }

  /** The process, or the agent in it, ends: what it wrote outside of its stream goes. */
  void end() {
    untilEnded.end();
    if (bean != null) {
      bean.unregister();
    }
    besides.end();
  }
}
