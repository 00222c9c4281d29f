package com.acme.fraud;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A payment is a JSON object of named features, a batch an array of them. */
@RestController
class FraudEndpoints {
  private final Inferences inferences;
  private final FraudModel fraud;
  private final CategoryModel category;

  FraudEndpoints(Inferences inferences, FraudModel fraud, CategoryModel category) {
    this.inferences = inferences;
    this.fraud = fraud;
    this.category = category;
  }

  @PostMapping("/fraud")
  Prediction fraud(@RequestBody Map<String, Object> payment) throws ModelRefusal {
    return inferences.ask(fraud, List.of(payment)).get(0);
  }

  @PostMapping("/fraud/batch")
  List<Prediction> fraud(@RequestBody List<Map<String, Object>> payments) throws ModelRefusal {
    return inferences.ask(fraud, payments);
  }

  @PostMapping("/category")
  Prediction category(@RequestBody Map<String, Object> payment) throws ModelRefusal {
    return inferences.ask(category, List.of(payment)).get(0);
  }

  @PostMapping("/category/batch")
  List<Prediction> category(@RequestBody List<Map<String, Object>> payments) throws ModelRefusal {
    return inferences.ask(category, payments);
  }

  @GetMapping("/health")
  Map<String, Object> health() {
    Map<String, String> models =
        Map.of(fraud.name(), fraud.version(), category.name(), category.version());
    return Map.of("status", "UP", "models", models);
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.BAD_REQUEST)
  Map<String, String> badRequest(BadRequest e) {
    return Map.of("error", e.getMessage());
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.UNPROCESSABLE_ENTITY)
  Map<String, String> refused(ModelRefusal e) {
    String message = String.valueOf(e.getCause().getMessage());
    return Map.of("error", message.lines().findFirst().orElse(message));
  }
}
