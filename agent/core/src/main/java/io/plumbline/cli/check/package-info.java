/**
 * Looks for what a configuration names on a class path: the classes and methods of {@code methods},
 * and what their paths lead to. Classes are loaded and never initialised, so no code of theirs
 * runs.
 *
 * <p>What would be woven is told by the table that weaves ({@link
 * io.plumbline.intercept.HookSearch}); members are found as the agent finds them ({@link
 * io.plumbline.path.StaticPath}).
 */
@NullMarked
package io.plumbline.cli.check;

import org.jspecify.annotations.NullMarked;
