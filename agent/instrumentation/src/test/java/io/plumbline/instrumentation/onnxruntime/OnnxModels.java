package io.plumbline.instrumentation.onnxruntime;

/** The models of the tests, as exporters write them. */
final class OnnxModels {
  private OnnxModels() {}

  /** {@code y = x + 1}, of any number of rows of two. */
  static OnnxModel addOne() {
    return new OnnxModel("add-one")
        .input("x", OnnxModel.FLOAT, -1, 2)
        .output("y", OnnxModel.FLOAT, -1, 2)
        .constant("one", 1f)
        .node("", "Add", new String[] {"x", "one"}, new String[] {"y"}, none -> {});
  }

  /** {@code y = x}, of one type and rank 2. */
  static OnnxModel identity(int type) {
    return new OnnxModel("identity")
        .input("x", type, -1, -1)
        .output("y", type, -1, -1)
        .node("Identity", "x", "y");
  }

  /**
   * As scikit-learn's exporter writes a logistic regression over two features: a label, and a map
   * of probabilities for each row.
   */
  static OnnxModel zipMap(boolean stringClasses) {
    int key = stringClasses ? OnnxModel.STRING : OnnxModel.INT64;
    return new OnnxModel("logistic-regression")
        .input("float_input", OnnxModel.FLOAT, -1, 2)
        .output("output_label", key, -1)
        .outputOfMaps("output_probability", key)
        .node(
            OnnxModel.ML,
            "LinearClassifier",
            new String[] {"float_input"},
            new String[] {"output_label", "probabilities"},
            node -> {
              node.floats("coefficients", 1, 0, 0, 1, -1, -1).floats("intercepts", 0, 0, 0);
              node.text("post_transform", "SOFTMAX");
              if (stringClasses) {
                node.texts("classlabels_strings", "setosa", "versicolor", "virginica");
              } else {
                node.integers("classlabels_ints", 0, 1, 2);
              }
            })
        .node(
            OnnxModel.ML,
            "ZipMap",
            new String[] {"probabilities"},
            new String[] {"output_probability"},
            node -> {
              if (stringClasses) {
                node.texts("classlabels_strings", "setosa", "versicolor", "virginica");
              } else {
                node.integers("classlabels_int64s", 0, 1, 2);
              }
            });
  }

  /** Two tensors as one sequence. */
  static OnnxModel sequence() {
    return new OnnxModel("sequence")
        .input("a", OnnxModel.FLOAT, -1)
        .input("b", OnnxModel.FLOAT, -1)
        .outputOfTensors("both", OnnxModel.FLOAT)
        .node("", "SequenceConstruct", new String[] {"a", "b"}, new String[] {"both"}, none -> {});
  }

  /** A vector as a sequence of vectors of one. */
  static OnnxModel split() {
    return new OnnxModel("split")
        .input("x", OnnxModel.FLOAT, -1)
        .outputOfTensors("parts", OnnxModel.FLOAT)
        .node("SplitToSequence", "x", "parts");
  }
}
