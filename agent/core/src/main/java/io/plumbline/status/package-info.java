/**
 * What the running agent knows of itself, as plain records: for {@code doctor}, {@code status.json}
 * and the MBean, which all say the same.
 *
 * <p>Thread: {@code plumbline-status}, and the command line. In: facts from every stage. Out: a
 * document with a version ({@link io.plumbline.status.StatusDocument}), and the most useful hints
 * ({@link io.plumbline.status.Hints}), a pure function of the facts. No value that redaction
 * removes can be in it: of an inference it has what its record has, and of that the prediction
 * only.
 */
@NullMarked
package io.plumbline.status;

import org.jspecify.annotations.NullMarked;
