package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An inference's inputs as a table: one column a feature, one line a row.
 *
 * <p>A matrix as wide as the model's list of features has those names; a tensor of one column its
 * own; otherwise columns are called {@code <tensor>.<column>}. Tensors whose rows do not agree make
 * one single row of all their values.
 */
final class InputTable {
  /** Columns without names beyond which a tensor counts as one feature in the metrics. */
  private static final int MAX_UNNAMED = 32;

  private final Inference inference;
  private final int rows;
  private final List<FeatureColumn> columns = new ArrayList<>();

  private InputTable(Inference inference, List<Matrix> matrices, int rows) {
    this.inference = inference;
    this.rows = rows;
    int named = namedByModel(matrices);
    for (int i = 0; i < matrices.size(); i++) {
      addColumns(matrices.get(i), i == named);
    }
  }

  static InputTable of(Inference inference) {
    List<Matrix> matrices = new ArrayList<>();
    Set<Integer> rowCounts = new HashSet<>();
    for (Tensor input : inference.inputs()) {
      Matrix matrix = Matrix.of(input, inference.batchSize());
      if (matrix.rows() > 0 && matrix.columns() > 0) {
        matrices.add(matrix);
        rowCounts.add(matrix.rows());
      }
    }
    if (rowCounts.size() > 1) {
      matrices.replaceAll(matrix -> Matrix.flat(matrix.tensor()));
      return new InputTable(inference, matrices, 1);
    }
    return new InputTable(inference, matrices, rowCounts.isEmpty() ? 0 : matrices.get(0).rows());
  }

  int rows() {
    return rows;
  }

  List<FeatureColumn> columns() {
    return columns;
  }

  /** Index of the one matrix that the model's list of features fits by its width; else -1. */
  private int namedByModel(List<Matrix> matrices) {
    List<String> features = inference.model().features();
    int[] fitting =
        IntStream.range(0, matrices.size())
            .filter(i -> matrices.get(i).hostColumns() == features.size())
            .toArray();
    if (fitting.length != 1) {
      return -1;
    }
    boolean namesItself =
        features.size() == 1
            && (matrices.size() > 1 || features.contains(matrices.get(0).tensor().name()));
    return namesItself ? -1 : fitting[0];
  }

  private void addColumns(Matrix matrix, boolean namedByModel) {
    String tensor = matrix.tensor().name().isEmpty() ? "input" : matrix.tensor().name();
    for (int column = 0; column < matrix.columns(); column++) {
      if (namedByModel) {
        String name = inference.model().features().get(column);
        columns.add(new FeatureColumn(name, name, matrix, column));
      } else if (matrix.hostColumns() == 1) {
        columns.add(new FeatureColumn(tensor, tensor, matrix, column));
      } else {
        String name = tensor + "." + column;
        String group = matrix.hostColumns() > MAX_UNNAMED ? tensor : name;
        columns.add(new FeatureColumn(name, group, matrix, column));
      }
    }
  }

  /**
   * Features that the model is known to have and this call did not bring. None where a limit cut
   * something: it may have been there.
   */
  List<String> absent() {
    List<String> features = inference.model().features();
    if (features.isEmpty() || columns.isEmpty() || inference.truncated()) {
      return List.of();
    }
    Set<String> present = new HashSet<>();
    inference.inputs().forEach(input -> present.add(input.name()));
    columns.forEach(column -> present.add(column.name()));
    boolean byName = features.stream().anyMatch(present::contains);
    return byName ? features.stream().filter(name -> !present.contains(name)).toList() : List.of();
  }
}
