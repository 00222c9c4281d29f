/**
 * Weaves the hooks of every instrumentation into the host's classes, and links the woven code to
 * advice.
 *
 * <p>Thread: whichever loads the class, and an agent thread for classes that were there before. In:
 * the lists of hooks. Out: advice that runs on host threads. Byte Buddy stays inside this package
 * and the lists of hooks. A class that was meant to be woven and was not is reported; advice that
 * fails to link is switched off for its class loader, said once, and the host goes on.
 */
@NullMarked
package io.plumbline.intercept;

import org.jspecify.annotations.NullMarked;
