package io.plumbline.cli.doctor;

/**
 * Something that the command itself has found out.
 *
 * @param code stable, for machines
 */
public record Finding(String code, String text, boolean problem) {}
