package io.plumbline.startup;

import io.plumbline.config.AgentConfig;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.Vocabularies;

/**
 * What of redaction stays while the configuration changes.
 *
 * @param key of the service, for as long as none is configured
 * @param vocabularies what was learnt until now
 */
record ServiceRedaction(HashKey key, Vocabularies vocabularies) {
  /** The rules that a configuration says. */
  RedactionPolicy policy(AgentConfig config) {
    return config.redaction().policy(config.capture().values(), key, vocabularies);
  }
}
