package io.plumbline.spool;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.diagnostics.AgentLog;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Sends what Chronicle has to say to our own log, each kind once. */
final class ChronicleLog implements ExceptionHandler {
  private static final int KINDS = 64;

  private final AgentLog log;
  private final AgentErrors errors;
  private final Set<String> said = ConcurrentHashMap.newKeySet();

  ChronicleLog(AgentLog log, AgentErrors errors) {
    this.log = log;
    this.errors = errors;
  }

  @Override
  public void on(Class<?> source, @Nullable String message, @Nullable Throwable thrown) {
    say(source.getSimpleName(), message, thrown);
  }

  @Override
  public void on(Logger source, @Nullable String message, @Nullable Throwable thrown) {
    say(source.getName(), message, thrown);
  }

  private void say(String source, @Nullable String message, @Nullable Throwable thrown) {
    if (thrown != null) {
      errors.report("Chronicle " + source, thrown);
    } else if (said.size() < KINDS && said.add(source)) {
      log.warn("Chronicle " + source + ": " + message);
    }
  }
}
