/**
 * What Plumbline costs a host thread, beside what it is compared with, in one run.
 *
 * <p>Machines are shared and noisy: quote ratios between benchmarks of the same run, never times
 * alone.
 */
@NullMarked
package io.plumbline.benchmarks;

import org.jspecify.annotations.NullMarked;
