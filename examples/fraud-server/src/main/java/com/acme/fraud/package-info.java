/**
 * A model server as a payment company might run it: JSON in, JSON out, two models behind it.
 *
 * <p>{@code /fraud} asks a gradient-boosted forest (XGBoost) whether a payment is fraud; {@code
 * /category} asks a linear classifier (ONNX Runtime) what kind of purchase it is. A request goes
 * {@link com.acme.fraud.FraudEndpoints} → {@link com.acme.fraud.Inferences} → {@link
 * com.acme.fraud.Model}; every answered call leaves one line in the {@link
 * com.acme.fraud.AnswerLog}. The server checks types, the models judge the rest: what the caller
 * left out or added is left out of the call or added to it, and the library's own error becomes an
 * HTTP 422.
 *
 * <p>The models are made by {@code src/training} during the build.
 */
package com.acme.fraud;
