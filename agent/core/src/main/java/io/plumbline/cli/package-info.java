/**
 * What the jar does when it is started rather than attached: {@code java -jar plumbline.jar
 * <command>}, one class per command.
 *
 * <p>This is a process of our own: it writes to its standard streams and its exit status means
 * something. Nothing here runs inside a host.
 */
@NullMarked
package io.plumbline.cli;

import org.jspecify.annotations.NullMarked;
