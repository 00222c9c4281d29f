package io.plumbline.export;

import io.plumbline.spool.SpoolLoss;
import io.plumbline.spool.SpoolRecord;
import io.plumbline.telemetry.EncodedSpan;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent of one record.
 *
 * @param span null when it has none
 * @param loss null, unless it ought to have one
 */
record MadeSpan(SpoolRecord record, @Nullable EncodedSpan span, @Nullable SpoolLoss loss) {}
