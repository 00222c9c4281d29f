package com.acme.fraud;

/** The request cannot be turned into a question to a model. */
final class BadRequest extends RuntimeException {
  BadRequest(String message) {
    super(message);
  }
}
