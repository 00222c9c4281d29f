package io.plumbline.instrumentation.xgboost;

import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;
import net.bytebuddy.asm.Advice;

/** Remembers what a matrix is built of, once it is built. */
final class DMatrixAdvice {
  private DMatrixAdvice() {}

  /** {@code DMatrix(float[], int, int)}, deprecated: what is missing depends on the version. */
  static final class OfDense {
    private OfDense() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This DMatrix matrix,
        @Advice.Argument(0) float[] data,
        @Advice.Argument(1) int rows,
        @Advice.Argument(2) int columns) {
      long begun = System.nanoTime();
      KnownRows known = KnownRows.dense(data, rows, columns, XgboostVersion.DEFAULT_MISSING);
      KnownRows.remember(matrix, known, begun);
    }
  }

  static final class OfDenseWithMissing {
    private OfDenseWithMissing() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This DMatrix matrix,
        @Advice.Argument(0) float[] data,
        @Advice.Argument(1) int rows,
        @Advice.Argument(2) int columns,
        @Advice.Argument(3) float missing) {
      long begun = System.nanoTime();
      KnownRows.remember(matrix, KnownRows.dense(data, rows, columns, missing), begun);
    }
  }

  /** The constructor that the other two sparse ones call. */
  static final class OfSparse {
    private OfSparse() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This DMatrix matrix,
        @Advice.Argument(0) long[] headers,
        @Advice.Argument(1) int[] indices,
        @Advice.Argument(2) float[] data,
        @Advice.Argument(3) DMatrix.SparseType type,
        @Advice.Argument(4) int shape,
        @Advice.Argument(5) float missing) {
      long begun = System.nanoTime();
      KnownRows known =
          type == DMatrix.SparseType.CSR
              ? KnownRows.compressedRows(headers, indices, data, shape, missing)
              : KnownRows.compressedColumns(headers, indices, data, shape, missing);
      KnownRows.remember(matrix, known, begun);
    }
  }

  static final class OfBigDense {
    private OfBigDense() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This DMatrix matrix,
        @Advice.Argument(0) BigDenseMatrix data,
        @Advice.Argument(1) float missing) {
      long begun = System.nanoTime();
      KnownRows.remember(matrix, KnownRows.bigDense(data, missing), begun);
    }
  }

  static final class Slice {
    private Slice() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This DMatrix matrix, @Advice.Argument(0) int[] rows, @Advice.Return DMatrix slice) {
      long begun = System.nanoTime();
      KnownRows whole = KnownRows.of(matrix);
      if (whole != null) {
        KnownRows.remember(slice, whole.slice(rows), begun);
      }
    }
  }

  static final class Dispose {
    private Dispose() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static void enter(@Advice.This DMatrix matrix) {
      KnownRows.forget(matrix);
    }
  }
}
