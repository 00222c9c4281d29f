/**
 * What the integration tests stand on.
 *
 * <p>{@link io.plumbline.it.harness.HostJvm} is the application: a JVM of its own, on each JDK of
 * {@link io.plumbline.it.harness.OnEachJdk}. What it sends arrives at {@link
 * io.plumbline.it.harness.OtlpReceiver} (ours: records every request, answers as scripted), at
 * {@link io.plumbline.it.harness.RealCollector} or at {@link io.plumbline.it.harness.RealJaeger}.
 * The first two read the same way: {@link io.plumbline.it.harness.ReceivedTelemetry}. {@link
 * io.plumbline.it.harness.ShippedCollector}, {@link io.plumbline.it.harness.RealPrometheus} and
 * {@link io.plumbline.it.harness.RealAlertmanager} run the files of {@code collector-config}, as
 * they are; {@link io.plumbline.it.harness.RealKafka} is what stands between two of them.
 *
 * <p>Everything listens on loopback, on ports that were free. Every process is ended by its own
 * handle in {@code close()}. Waiting is always for a condition ({@link
 * io.plumbline.it.harness.Await}), with a limit and words that say what did not happen.
 */
@NullMarked
package io.plumbline.it.harness;

import org.jspecify.annotations.NullMarked;
