package io.plumbline.spool;

/**
 * How the spool keeps records at this moment, which may be less than the configuration asks for.
 *
 * @param mode mapped, file or memory; never auto
 * @param configured as it was asked for
 * @param maxBytes most that it takes: on disk also no more than a tenth of what is free there
 */
public record SpoolKeeping(SpoolMode mode, SpoolMode configured, long maxBytes) {}
