/**
 * Makes the two models of the server, during the build: data, training, measurement, files.
 *
 * <p>The data is generated from a fixed seed. {@link com.acme.fraud.training.FraudPayments} and
 * {@link com.acme.fraud.training.Purchases} say how the little world works; the labels are drawn
 * from it, so no model can be perfect. {@link com.acme.fraud.training.TrainModels} runs it all.
 */
package com.acme.fraud.training;
