package io.plumbline.it.harness;

import java.net.URI;

/** Something that takes OTLP. */
public interface OtlpTarget {
  /** Without a path: {@code /v1/traces} and the like are added by who sends. */
  URI endpoint(OtlpProtocol protocol);
}
