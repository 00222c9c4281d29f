package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The layouts of models' inputs that were met so far; a model mostly has one. */
final class InputLayouts {
  private static final int LAYOUTS_PER_MODEL = 8;

  private final IdentityCache<ModelRef, List<InputLayout>> known = new IdentityCache<>();

  /**
   * An inference's inputs as a table. Tensors whose rows do not agree make one single row of all
   * their values.
   */
  InputTable table(Inference inference) {
    List<Matrix> matrices = new ArrayList<>(inference.inputs().size());
    boolean agree = true;
    for (Tensor input : inference.inputs()) {
      Matrix matrix = Matrix.of(input, inference.batchSize());
      if (matrix.rows() > 0 && matrix.columns() > 0) {
        agree &= matrices.isEmpty() || matrices.get(0).rows() == matrix.rows();
        matrices.add(matrix);
      }
    }
    if (!agree) {
      matrices.replaceAll(matrix -> Matrix.flat(matrix.tensor()));
    }
    return new InputTable(inference, layout(inference.model(), matrices), matrices);
  }

  private InputLayout layout(ModelRef model, List<Matrix> matrices) {
    List<InputLayout> layouts = known.get(model, m -> new ArrayList<>());
    for (InputLayout layout : layouts) {
      if (layout.fits(matrices)) {
        return layout;
      }
    }
    if (layouts.size() == LAYOUTS_PER_MODEL) {
      layouts.clear();
    }
    InputLayout layout = new InputLayout(model, matrices);
    layouts.add(layout);
    return layout;
  }
}
