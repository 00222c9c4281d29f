package io.plumbline.export;

import io.plumbline.export.ExportResult.Refused;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the SDK's exporters, with the sender's view of how an attempt ended. */
final class SignalExporter<T> implements AutoCloseable {
  private final Consumer<Collection<T>> export;
  private final Runnable shutdown;
  private final AttemptResult attempt;

  SignalExporter(Consumer<Collection<T>> export, Runnable shutdown, AttemptResult attempt) {
    this.export = export;
    this.shutdown = shutdown;
    this.attempt = attempt;
  }

  ExportResult export(Collection<T> batch) {
    attempt.begin(batch.size());
    try {
      export.accept(batch);
    } catch (RuntimeException notEncodable) {
      // The marshaller fell over a record: the same batch would do so for ever.
      return new Refused("could not be encoded: " + notEncodable, true);
    }
    @Nullable ExportResult result = attempt.end();
    return result == null ? new ExportResult.Retryable(null, "the exporter is closed") : result;
  }

  @Override
  public void close() {
    shutdown.run();
  }
}
