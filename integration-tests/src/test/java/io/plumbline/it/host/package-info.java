/**
 * Applications that the tests run in JVMs of their own. They know nothing of Plumbline and use
 * nothing of the harness: their class path is these classes and the libraries they name.
 */
@NullMarked
package io.plumbline.it.host;

import org.jspecify.annotations.NullMarked;
