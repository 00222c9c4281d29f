package com.acme.fraud;

import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Asks a model, and writes down what it answered. */
@Component
final class Inferences {
  private final AnswerLog log;

  Inferences(AnswerLog log) {
    this.log = log;
  }

  /** One call of the model, one line in the log. */
  List<Prediction> ask(Model model, List<Map<String, Object>> rows) throws ModelRefusal {
    if (rows.isEmpty()) {
      throw new BadRequest("no rows");
    }
    List<Map<String, Object>> checked = rows.stream().map(model.schema()::check).toList();
    try {
      List<Prediction> predictions = model.predict(checked);
      log.answered(model, rows, predictions);
      return predictions;
    } catch (ModelRefusal refusal) {
      log.refused(model, rows, refusal);
      throw refusal;
    }
  }
}
