package io.plumbline.telemetry;

import io.plumbline.capture.CaptureOverhead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a living process beside its stream.
 *
 * @param overhead what capture costs it; null where that is not known
 */
public record ProcessCounts(List<ExporterCounts> exporters, @Nullable CaptureOverhead overhead) {
  /** Of a process that is dead. */
  public static final ProcessCounts NONE = new ProcessCounts(List.of(), null);

  public ProcessCounts {
    exporters = List.copyOf(exporters);
  }
}
