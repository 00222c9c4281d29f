/** A scorer that somebody wrote at home, and that no instrumentation knows. */
@NullMarked
package com.acme;

import org.jspecify.annotations.NullMarked;
