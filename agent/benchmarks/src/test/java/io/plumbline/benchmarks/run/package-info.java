@NullMarked
package io.plumbline.benchmarks.run;

import org.jspecify.annotations.NullMarked;
