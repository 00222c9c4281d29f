package io.plumbline.export;

import io.plumbline.diagnostics.DropReason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the relay is with the stream of this process.
 *
 * @param counted records that are in the metrics
 * @param waiting records that are not delivered
 * @param dropped records that could not be counted, by reason
 * @param spansDropped those whose span was lost, by reason
 * @param bytes that the spool takes
 * @param lag age of the oldest that waits
 * @param durable whether it survives the process
 * @param endpoints where it sends now
 * @param adopting id of a dead process's stream that is delivered besides; null for none
 */
public record RelayStatus(
    long counted,
    long waiting,
    Map<DropReason, Long> dropped,
    Map<DropReason, Long> spansDropped,
    long bytes,
    Duration lag,
    boolean durable,
    ExportOptions endpoints,
    @Nullable String adopting) {}
