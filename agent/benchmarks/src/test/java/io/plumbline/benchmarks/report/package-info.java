@NullMarked
package io.plumbline.benchmarks.report;

import org.jspecify.annotations.NullMarked;
