package com.acme.fraud;

import java.util.Map;

/**
 * What a model says about one row.
 *
 * @param probability of {@code label}
 * @param probabilities of every label the model knows
 */
record Prediction(String label, float probability, Map<String, Float> probabilities) {}
