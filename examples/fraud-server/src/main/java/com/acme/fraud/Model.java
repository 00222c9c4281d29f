package com.acme.fraud;

import java.util.List;
import java.util.Map;

/** A trained model that answers rows of named features. Safe for use by many threads. */
interface Model {
  String name();

  String version();

  FeatureSchema schema();

  /**
   * One call of the library for all rows.
   *
   * @param rows values as {@link FeatureSchema#check} gives them
   * @return one prediction a row, in order
   * @throws ModelRefusal when the library cannot answer
   */
  List<Prediction> predict(List<Map<String, Object>> rows) throws ModelRefusal;
}
