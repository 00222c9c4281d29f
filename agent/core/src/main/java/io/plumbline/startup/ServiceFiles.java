package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.config.LogConfig.Destination;
import io.plumbline.diagnostics.AgentLog;
import io.plumbline.redact.HashKey;
import io.plumbline.spool.SpoolDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What lies beside the streams of a service: the log and the key of its hashes. */
final class ServiceFiles implements Consumer<SpoolDirectory> {
  private final AgentConfig config;
  private final AgentLog log;
  private String key = HashKey.newKey();

  ServiceFiles(AgentConfig config, AgentLog log) {
    this.config = config;
    this.log = log;
    if (config.log().destination() == Destination.STDERR) {
      log.writeTo(System.err);
    }
  }

  /** Called again when the directory was removed and made anew. */
  @Override
  public void accept(SpoolDirectory stream) {
    Path service = Objects.requireNonNull(stream.path().getParent());
    openLog(service);
    if (!stream.tightened().isEmpty()) {
      log.warn(
          "Open to other users until now, and closed to them: "
              + stream.tightened().stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    try {
      key = RedactionKey.of(service, key);
    } catch (IOException e) {
      log.warn("Hashes of this process are its own, not those of its service: " + e.getMessage());
    }
  }

  private void openLog(Path service) {
    try {
      if (logsToFile()) {
        LogFile.open(service, log);
      }
    } catch (IOException e) {
      log.warn("There is no log file: " + e.getMessage());
    }
  }

  /** There is no directory: somebody may look for the reason in the temporary one. */
  void logElsewhere() {
    if (logsToFile()) {
      LogFile.openElsewhere(config.service(), log);
    }
  }

  private boolean logsToFile() {
    return config.log().destination() == Destination.FILE;
  }

  /** Of the service's strings; another one for each process when it cannot be kept. */
  HashKey key() {
    return HashKey.of(key, null);
  }
}
