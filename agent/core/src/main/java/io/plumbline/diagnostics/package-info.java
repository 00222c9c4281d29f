/**
 * What Plumbline says about itself: its own log, its own errors, and a name for every loss. Also
 * how its threads wait, which like the rest must work where the host can give nothing.
 *
 * <p>Any thread may call in. Nothing here touches the host's logging, and nothing here throws.
 */
@NullMarked
package io.plumbline.diagnostics;

import org.jspecify.annotations.NullMarked;
