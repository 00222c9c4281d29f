/**
 * Whole JVMs under different agents, measured in turn: {@code agent/benchmarks/run}.
 *
 * <p>A {@link io.plumbline.benchmarks.run.Suite} starts each {@link
 * io.plumbline.benchmarks.run.Contestant} as a {@link io.plumbline.benchmarks.run.HostProcess} of
 * its own, all of them sending to a {@link io.plumbline.benchmarks.run.CountingReceiver} here, and
 * gives {@link io.plumbline.benchmarks.report.Row rows}. What fails is a row that says why.
 */
@NullMarked
package io.plumbline.benchmarks.run;

import org.jspecify.annotations.NullMarked;
