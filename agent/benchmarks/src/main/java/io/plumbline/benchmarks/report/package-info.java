/**
 * What was measured, and the page that is made of it.
 *
 * <p>A {@link io.plumbline.benchmarks.report.Row} is one measurement of one contestant, or that it
 * failed; {@link io.plumbline.benchmarks.report.Rows} keeps them as lines of JSON, one file a
 * suite, so that suites and JDKs can be run one at a time. {@link
 * io.plumbline.benchmarks.report.ResultsPage} renders all there are into {@code RESULTS.md},
 * between its two marks; what is written by hand outside of them stays.
 */
@NullMarked
package io.plumbline.benchmarks.report;

import org.jspecify.annotations.NullMarked;
