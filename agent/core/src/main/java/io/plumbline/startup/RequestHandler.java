package io.plumbline.startup;

import io.plumbline.config.ConfigException;
import io.plumbline.config.Explanation;
import io.plumbline.control.AgentAnswer;
import io.plumbline.control.AgentRequest;
import io.plumbline.diagnostics.AgentVersion;
import io.plumbline.diagnostics.Json;
import io.plumbline.discover.DiscoveryReport;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does what a command asks of this JVM. */
public final class RequestHandler {
  private static final AtomicBoolean BUSY = new AtomicBoolean();

  private RequestHandler() {}

  /**
   * Called by name, on a thread of Plumbline's. Whatever happens is in the answer.
   *
   * @param text an {@link AgentRequest} without its prefix
   * @return whether an agent runs in this JVM afterwards
   */
  public static boolean answer(String text, Instrumentation instrumentation) {
    AgentRequest request = AgentRequest.parse(text);
    // Two at a time would write over each other's answers; the second is not taken up, and is told
    // so by its command.
    if (BUSY.compareAndSet(false, true)) {
      try {
        AgentProperties properties = AgentProperties.of(new ModuleOpener(instrumentation));
        properties.answer(request.id(), AgentAnswer.working(null));
        properties.answer(request.id(), answer(request, instrumentation, properties));
      } finally {
        BUSY.set(false);
      }
    }
    return AgentStarter.running() != null;
  }

  private static AgentAnswer answer(
      AgentRequest request, Instrumentation instrumentation, AgentProperties properties) {
    try {
      return switch (request.verb()) {
        case AgentRequest.ATTACH -> attach(request, instrumentation);
        case AgentRequest.DETACH -> detach();
        case AgentRequest.DISCOVER -> discover(request, instrumentation, properties);
        case AgentRequest.EXPLAIN -> explain();
        default ->
            AgentAnswer.failed(
                "Plumbline "
                    + AgentVersion.current()
                    + " in that JVM does not know '"
                    + request.verb()
                    + "'.");
      };
    } catch (ConfigException e) {
      return AgentAnswer.failed(e.getMessage() + "\nNothing was changed.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AgentAnswer.failed(request.verb() + " was interrupted.");
    } catch (IOException | URISyntaxException | RuntimeException | LinkageError e) {
      return AgentAnswer.failed(request.verb() + " failed in that JVM: " + e);
    }
  }

  private static AgentAnswer attach(AgentRequest request, Instrumentation instrumentation)
      throws ConfigException, IOException, URISyntaxException, InterruptedException {
    RunningAgent running = AgentStarter.running();
    if (running != null) {
      return AgentAnswer.failed(AttachReport.ALREADY + "\n" + AttachReport.of(running).text());
    }
    ConfigStart config = ConfigStart.of(request.parameters().get(AgentRequest.CONFIG));
    if (!config.config().enabled()) {
      return AgentAnswer.failed("Its configuration says enabled: false. Nothing was changed.");
    }
    AttachReport report = AttachReport.of(AgentStarter.start(config, instrumentation));
    return AgentAnswer.done(report.text(), Json.write(report.json()), null);
  }

  private static AgentAnswer explain() {
    RunningAgent running = AgentStarter.running();
    if (running == null) {
      return AgentAnswer.failed("Plumbline is not in that JVM.");
    }
    Explanation explanation = Explanation.of(running.loadedConfig());
    return AgentAnswer.done(explanation.text(), Json.write(explanation.json()), null);
  }

  private static AgentAnswer detach() throws InterruptedException {
    RunningAgent running = AgentStarter.running();
    if (running == null) {
      return AgentAnswer.failed("Plumbline is not in that JVM.");
    }
    DetachReport report = AgentStarter.detach(running);
    return AgentAnswer.done(report.text(), Json.write(report.json()), null);
  }

  private static AgentAnswer discover(
      AgentRequest request, Instrumentation instrumentation, AgentProperties properties)
      throws IOException, URISyntaxException {
    Duration watched = Duration.parse(request.parameters().get(AgentRequest.FOR));
    DiscoveryReport report =
        DiscoveryRun.in(
            instrumentation,
            watched,
            howFar -> properties.answer(request.id(), AgentAnswer.working(howFar)));
    return AgentAnswer.done(report.text(), Json.write(report.json()), report.yaml());
  }
}
