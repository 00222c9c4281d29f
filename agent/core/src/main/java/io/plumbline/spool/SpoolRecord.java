package io.plumbline.spool;

import java.nio.ByteBuffer;

/**
 * One inference as it was captured.
 *
 * @param index position in its stream, from 1, without gaps but for what was lost
 * @param hook that made it, below 256
 * @param spooledEpochMillis wall clock when it was spooled
 * @param payload its bytes, read-only, opaque here
 */
public record SpoolRecord(long index, int hook, long spooledEpochMillis, ByteBuffer payload) {}
