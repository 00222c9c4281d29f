package io.plumbline.instrumentation.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capture.Inference;
import io.plumbline.capture.Tensor;
import io.plumbline.instrumentation.AgentExtension;
import java.util.List;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.util.BigDenseMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KnownRowsTest {
  private static final float NONE = Float.NaN;

  @RegisterExtension
  static final AgentExtension agent = AgentExtension.with(new XgboostInstrumentation());

  @Test
  void denseArray() throws XGBoostError {
    predict(new DMatrix(new float[] {1, 2, -9, 4}, 2, 2, -9));

    assertFeatures(2, 2, 1, 2, NONE, 4);
  }

  @Test
  @SuppressWarnings("deprecation") // still called: what is missing then depends on the version
  void denseArrayThatDoesNotSayWhatIsMissing() throws XGBoostError {
    predict(new DMatrix(new float[] {1, 0}, 1, 2));

    assertFeatures(1, 2, 1, Float.isNaN(XgboostVersion.DEFAULT_MISSING) ? 0 : NONE);
  }

  @Test
  void compressedRows() throws XGBoostError {
    long[] headers = {0, 1, 1, 3};
    int[] columns = {1, 0, 1};
    float[] values = {2, 3, 4};
    predict(new DMatrix(headers, columns, values, DMatrix.SparseType.CSR, 2));

    assertFeatures(3, 2, NONE, 2, NONE, NONE, 3, 4);
  }

  @Test
  void compressedRowsThatDoNotSayHowManyColumnsHaveThoseOfTheirIndices() {
    long[] headers = {0, 1, 3};
    KnownRows rows =
        KnownRows.compressedRows(headers, new int[] {1, 0, 1}, new float[] {2, 3, 4}, 0, NONE);

    assertThat(rows.size()).isEqualTo(2 * 2);
  }

  @Test
  void compressedColumns() throws XGBoostError {
    long[] headers = {0, 1, 3};
    int[] rows = {1, 0, 2};
    float[] values = {2, 3, 4};
    predict(new DMatrix(headers, rows, values, DMatrix.SparseType.CSC, 3));

    assertFeatures(3, 2, NONE, 3, 2, NONE, NONE, 4);
  }

  @Test
  void bigDenseMatrix() throws XGBoostError {
    BigDenseMatrix big = new BigDenseMatrix(2, 2);
    for (int i = 0; i < 4; i++) {
      big.set(i, i);
    }
    predict(new DMatrix(big, 3));
    big.dispose();

    assertFeatures(2, 2, 0, 1, 2, NONE);
  }

  @Test
  void sliceHasTheRowsOfItsWhole() throws XGBoostError {
    DMatrix whole = new DMatrix(new float[] {1, 2, 3, 4, 5, 6}, 3, 2, NONE);
    DMatrix slice = whole.slice(new int[] {2, 0});
    whole.dispose();
    predict(slice);

    assertFeatures(2, 2, 5, 6, 1, 2);
  }

  @Test
  void rowsOfAnIteratorAreNotSeen() throws XGBoostError {
    LabeledPoint point = new LabeledPoint(1f, 2, new int[] {0, 1}, new float[] {1, 2});
    predict(new DMatrix(List.of(point).iterator(), null));

    Inference inference = agent.onlyInference();
    assertThat(inference.inputs()).isEmpty();
    assertThat(inference.batchSize()).isEqualTo(1);
    assertThat(inference.outputs()).hasSize(1);
  }

  @Test
  void onlyTheFirstRowsOfALargeMatrixAreKept() throws XGBoostError {
    float[] data = new float[100_000 * 2];
    data[2 * 63] = 63;
    predict(new DMatrix(data, 100_000, 2, NONE));

    Inference inference = agent.onlyInference();
    Tensor features = inference.inputs().get(0);
    assertThat(inference.truncated()).isTrue();
    assertThat(inference.batchSize()).isEqualTo(100_000);
    assertThat(features.shape()).containsExactly(100_000, 2);
    assertThat(features.rows()).isEqualTo(64);
    assertThat(features.doubleAt(2 * 63)).isEqualTo(63);
  }

  @Test
  void wideMatrixKeepsItsFirstColumns() {
    KnownRows wide = KnownRows.dense(new float[3 * 5000], 3, 5000, NONE);
    KnownRows none = KnownRows.dense(new float[0], 0, 0, NONE);

    assertThat(wide.size()).isEqualTo(3 * 1024);
    assertThat(none.size()).isZero();
  }

  @Test
  void matrixThatIsDisposedIsForgotten() throws XGBoostError {
    Booster booster = TrainedBooster.of("reg:squarederror");
    DMatrix living = new DMatrix(new float[] {3, 4}, 1, 2, NONE);
    Reused matrix = new Reused(new float[] {1, 2});
    matrix.dispose();

    matrix.use(living);
    booster.predict(matrix);
    matrix.leave();

    assertThat(agent.onlyInference().inputs()).isEmpty();
    living.dispose();
  }

  /** The library itself crashes the JVM when it predicts of a disposed matrix. */
  private static final class Reused extends DMatrix {
    Reused(float[] row) throws XGBoostError {
      super(row, 1, row.length, NONE);
    }

    void use(DMatrix other) {
      handle = other.getHandle();
    }

    void leave() {
      handle = 0;
    }
  }

  private static void predict(DMatrix matrix) throws XGBoostError {
    Booster booster = TrainedBooster.of("reg:squarederror");
    booster.predict(matrix);
    matrix.dispose();
  }

  private static void assertFeatures(int rows, int columns, float... values) {
    Inference inference = agent.onlyInference();
    assertThat(inference.inputs())
        .containsExactly(Tensor.fp32("features", values).reshaped(rows, columns));
    assertThat(inference.batchSize()).isEqualTo(rows);
  }
}
