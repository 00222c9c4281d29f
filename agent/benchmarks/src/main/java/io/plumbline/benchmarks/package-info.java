/**
 * What Plumbline costs, beside what it is compared with.
 *
 * <p>{@code agent/benchmarks/run} builds everything, measures, and writes {@code RESULTS.md};
 * {@code agent/benchmarks/run --help} lists its suites. What is in this package are JMH benchmarks
 * of parts of the agent, in one thread; {@link io.plumbline.benchmarks.run} has the suites, that
 * compare whole JVMs under different agents, {@code com.acme.scoring} the model servers in them,
 * and {@link io.plumbline.benchmarks.report} the page.
 *
 * <p>Machines are shared and noisy: quote ratios of the same run with their spread, never times
 * alone.
 */
@NullMarked
package io.plumbline.benchmarks;

import org.jspecify.annotations.NullMarked;
