package io.plumbline.intercept;

/** What a call of a hooked method is. */
public enum HookRole {
  /** One inference; woven methods are counted in the ring's header. */
  INFERENCE,
  /** Tells something of a model or its input that the inference itself does not. */
  DESCRIBE,
  /** Predictions made inside are training. */
  TRAINING,
  /** The end of a model or an input: what was remembered of it is freed. */
  DISPOSE
}
