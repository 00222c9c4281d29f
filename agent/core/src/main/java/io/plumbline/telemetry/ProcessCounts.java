package io.plumbline.telemetry;

import io.plumbline.capture.CaptureOverhead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a living process beside its stream.
 *
 * @param overhead what capture costs it; null where that is not known
 * @param relayUtilization what the relay's thread takes of one core
 */
public record ProcessCounts(
    List<ExporterCounts> exporters, @Nullable CaptureOverhead overhead, double relayUtilization) {
  /** Of a process that is dead. */
  public static final ProcessCounts NONE = new ProcessCounts(List.of(), null, 0);

  public ProcessCounts {
    exporters = List.copyOf(exporters);
  }
}
