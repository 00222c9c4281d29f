/**
 * How each library's inferences are seen: one small package a library.
 *
 * <p>A package holds two kinds of classes. {@code *Instrumentation}, the list of hooks, is defined
 * by the agent's loader and names its advice by string. Everything else, advice and what turns the
 * library's tensors into ours, is defined once for each class loader of the host that has the
 * library, by a loader that sees both the library and the agent; what is static here is therefore
 * static per host class loader.
 *
 * <p>Thread: the host's. In: the library's own objects. Out: values copied into an {@link
 * io.plumbline.capture.InFlightInference}. Nothing of the host is kept, except weakly. What throws
 * here ends in the dispatcher: the inference is recorded without the rest of its values, and the
 * host never knows.
 */
@NullMarked
package io.plumbline.instrumentation;

import org.jspecify.annotations.NullMarked;
