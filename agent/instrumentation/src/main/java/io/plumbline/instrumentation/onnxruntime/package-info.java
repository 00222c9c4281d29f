/**
 * ONNX Runtime's Java API, 1.15 to 1.29: one {@code OrtSession.run} is one inference.
 *
 * <p>Read on enter: every input tensor. Read on exit: every output, pinned ones too. A {@code
 * ZipMap} (a sequence of maps from class to probability) becomes one tensor {@code [rows, classes]}
 * with the class names beside it. Natives that reading creates are closed here; those of the host
 * are never.
 *
 * <p>A session is described once, at its first run, since each question goes through JNI: its model
 * is named after the file given to {@code createSession}, else after the graph.
 *
 * <p>Not seen: {@code OrtTrainingSession}, which has entry points of its own.
 */
@NullMarked
package io.plumbline.instrumentation.onnxruntime;

import org.jspecify.annotations.NullMarked;
