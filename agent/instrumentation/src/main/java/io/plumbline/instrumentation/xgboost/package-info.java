/**
 * XGBoost4J, 2.1 to 3.0 (Scala 2.12 and 2.13 have the same Java classes): one public {@code
 * Booster.predict*} or one {@code inplace_predict} is one inference.
 *
 * <p>A {@code DMatrix} is a native handle that cannot be read back, so a bounded copy of what it
 * was built of is remembered, keyed weakly, until it is disposed. A matrix that was built of a
 * file, an iterator or columns is not seen: its inference has no input.
 *
 * <p>What the numbers of the output mean depends on the objective, which only the saved model
 * tells. It is read on an agent thread from the file or bytes given to {@code loadModel}, together
 * with the model's attributes and feature names. A live booster is never asked: its natives are not
 * safe against a {@code dispose} on another thread.
 */
@NullMarked
package io.plumbline.instrumentation.xgboost;

import org.jspecify.annotations.NullMarked;
