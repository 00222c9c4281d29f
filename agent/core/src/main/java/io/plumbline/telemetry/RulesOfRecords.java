package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.ModelRef;
import io.plumbline.capture.Tensor;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.ModelRedaction;
import io.plumbline.redact.RecordText;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.ValueRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which rule changed a value when it was captured, by what its record says of policy and model. */
final class RulesOfRecords {
  /** Models whose rules are kept; there may be more where names come from data. */
  private static final int MOST = 256;

  private record Key(String policy, String library, String model, List<String> features) {}

  private final Map<String, RedactionPolicy> policies;
  private final Map<Key, ModelRedaction> known = new HashMap<>();

  RulesOfRecords(Map<String, RedactionPolicy> policies) {
    this.policies = policies;
  }

  /**
   * @return null when it is not known, and any rule may have been in force
   */
  @Nullable ValueRule of(Inference inference, InputTable table, InputLayout.Column column) {
    String id = inference.policy();
    RedactionPolicy policy = id == null ? null : policies.get(id);
    ModelRef model = inference.model();
    if (policy == null || (policy.hasRulesByModel() && HashKey.isHash(model.name()))) {
      return null;
    }
    ModelRedaction redaction = redaction(id, policy, model);
    Tensor tensor = table.tensor(column);
    // As capture has it: the first dimension counts rows.
    int width = width(tensor.shape());
    return width > 1 || width == model.features().size()
        ? redaction.features(tensor.name(), width, width).column(column.column()).rule()
        : redaction.feature(tensor.name()).rule();
  }

  /** Of a model's name; as it is where the policy is not known. */
  ValueRule ofModelName(Inference inference) {
    String id = inference.policy();
    RedactionPolicy policy = id == null ? null : policies.get(id);
    return policy == null
        ? ValueRule.allow(false)
        : redaction(id, policy, inference.model()).text(RecordText.MODEL_NAME);
  }

  private ModelRedaction redaction(String id, RedactionPolicy policy, ModelRef model) {
    if (known.size() == MOST) {
      known.clear();
    }
    return known.computeIfAbsent(
        new Key(id, model.library(), model.name(), model.features()),
        key -> policy.of(key.library(), key.model(), key.features(), Set.of(), false));
  }

  private static int width(long[] shape) {
    long width = 1;
    for (int i = 1; i < shape.length; i++) {
      width = Math.min(Integer.MAX_VALUE, width * Math.max(0, shape[i]));
    }
    return (int) width;
  }
}
