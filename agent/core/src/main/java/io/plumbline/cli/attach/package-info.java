/** Reaches an agent in another JVM, and says in words why it cannot. */
@NullMarked
package io.plumbline.cli.attach;

import org.jspecify.annotations.NullMarked;
