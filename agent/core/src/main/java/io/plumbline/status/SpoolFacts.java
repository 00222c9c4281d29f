package io.plumbline.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is not delivered yet.
 *
 * @param directory of this process's stream; null in memory
 * @param mode how records are kept now: {@code mapped}, {@code file} or {@code memory}
 * @param configuredMode as it was asked for
 * @param durable whether what is stored survives the process
 * @param maxBytes most that it takes now: as configured, or less where the disk has less
 * @param lag age of the oldest that waits
 * @param waiting records
 * @param adopting stream of a dead process that is being delivered; null for none
 * @param withoutKey streams of dead processes that cannot be delivered: their key is not given
 */
public record SpoolFacts(
    @Nullable String directory,
    String mode,
    String configuredMode,
    boolean durable,
    long bytes,
    long maxBytes,
    Duration lag,
    long waiting,
    long ringUsedBytes,
    long ringBytes,
    @Nullable String adopting,
    int withoutKey) {}
