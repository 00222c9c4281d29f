package com.acme.fraud;

/** The model's library threw instead of answering; its exception is the cause. */
final class ModelRefusal extends Exception {
  ModelRefusal(Exception cause) {
    super(cause);
  }
}
