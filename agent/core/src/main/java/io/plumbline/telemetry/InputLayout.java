package io.plumbline.telemetry;

import io.plumbline.capture.ModelRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What the columns of a model's inputs are called: worked out once, and used for every call that
 * brings the same tensors.
 *
 * <p>A matrix as wide as the model's list of features has those names; a tensor of one column its
 * own; otherwise columns are called {@code <tensor>.<column>}.
 */
final class InputLayout {
  /** Columns without names beyond which a tensor counts as one feature in the metrics. */
  private static final int MAX_UNNAMED = 32;

  /**
   * One feature.
   *
   * @param group the same for all columns of a wide matrix without names; else the name
   * @param matrix which one of the inputs
   * @param column of that matrix
   */
  record Column(String name, String group, int matrix, int column) {}

  private final List<String> tensors;
  private final int[] widths;
  private final long[] hostWidths;
  private final List<Column> columns = new ArrayList<>();
  private final boolean namesDiffer;
  private final List<String> absent;

  InputLayout(ModelRef model, List<Matrix> matrices) {
    this.tensors = matrices.stream().map(matrix -> matrix.tensor().name()).toList();
    this.widths = matrices.stream().mapToInt(Matrix::columns).toArray();
    this.hostWidths = matrices.stream().mapToLong(Matrix::hostColumns).toArray();
    int named = namedByModel(model);
    for (int matrix = 0; matrix < widths.length; matrix++) {
      addColumns(matrix, matrix == named ? model.features() : List.of());
    }
    Set<String> names = new HashSet<>();
    columns.forEach(column -> names.add(column.name()));
    this.namesDiffer = names.size() == columns.size();
    names.addAll(tensors);
    this.absent = absent(model.features(), names);
  }

  /** Index of the one matrix that the model's list of features fits by its width; else -1. */
  private int namedByModel(ModelRef model) {
    List<String> features = model.features();
    int[] fitting =
        IntStream.range(0, hostWidths.length)
            .filter(i -> hostWidths[i] == features.size())
            .toArray();
    if (fitting.length != 1) {
      return -1;
    }
    boolean namesItself =
        features.size() == 1 && (tensors.size() > 1 || features.contains(tensors.get(0)));
    return namesItself ? -1 : fitting[0];
  }

  private void addColumns(int matrix, List<String> names) {
    String tensor = tensors.get(matrix).isEmpty() ? "input" : tensors.get(matrix);
    for (int column = 0; column < widths[matrix]; column++) {
      if (!names.isEmpty()) {
        columns.add(new Column(names.get(column), names.get(column), matrix, column));
      } else if (hostWidths[matrix] == 1) {
        columns.add(new Column(tensor, tensor, matrix, column));
      } else {
        String name = tensor + "." + column;
        String group = hostWidths[matrix] > MAX_UNNAMED ? tensor : name;
        columns.add(new Column(name, group, matrix, column));
      }
    }
  }

  private static List<String> absent(List<String> features, Set<String> present) {
    boolean byName = features.stream().anyMatch(present::contains);
    return byName ? features.stream().filter(name -> !present.contains(name)).toList() : List.of();
  }

  boolean fits(List<Matrix> matrices) {
    if (matrices.size() != widths.length) {
      return false;
    }
    for (int i = 0; i < widths.length; i++) {
      Matrix matrix = matrices.get(i);
      if (matrix.columns() != widths[i]
          || matrix.hostColumns() != hostWidths[i]
          || !matrix.tensor().name().equals(tensors.get(i))) {
        return false;
      }
    }
    return true;
  }

  List<Column> columns() {
    return columns;
  }

  /** Whether no two columns have the same name. */
  boolean namesDiffer() {
    return namesDiffer;
  }

  /** Features that the model is known to have and that are not among these. */
  List<String> absent() {
    return absent;
  }
}
