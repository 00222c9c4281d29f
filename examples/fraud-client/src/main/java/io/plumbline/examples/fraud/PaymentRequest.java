package io.plumbline.examples.fraud;

/**
 * One HTTP request.
 *
 * @param status the server answers it with this: 200, 422 when the model's library will refuse it,
 *     400 when it asks nothing that a model could answer
 */
record PaymentRequest(String path, String body, int status) {}
