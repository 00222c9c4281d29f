package io.plumbline.status;

/**
 * What nearly was woven.
 *
 * @param library whose hook it nearly fits
 * @param wanted by the hook: class and method
 * @param found in the host
 * @param why it is not that
 */
public record NearMiss(String library, String wanted, String found, String why) {}
