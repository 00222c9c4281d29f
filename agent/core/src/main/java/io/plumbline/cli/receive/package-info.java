/**
 * A small OTLP receiver for looking at what an agent sends, without installing a Collector.
 *
 * <p>{@link io.plumbline.cli.receive.HttpReceiver} and {@link
 * io.plumbline.cli.receive.GrpcReceiver} listen on the loopback interface and hand each request to
 * {@link io.plumbline.cli.receive.Arrivals}: appended to a file, counted, printed. A request is
 * answered after all of that is done; when it fails, the sender is told to try again.
 */
@NullMarked
package io.plumbline.cli.receive;

import org.jspecify.annotations.NullMarked;
