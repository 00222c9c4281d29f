package io.plumbline.config;

import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.redact.RedactionRule;
import io.plumbline.redact.Vocabularies;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The rules of a policy as a configuration of its own, to be read by whoever finds records that
 * were made under it.
 */
public final class StoredRules {
  private StoredRules() {}

  /** Without the key. */
  public static String text(RedactionPolicy policy) {
    StringBuilder yaml = new StringBuilder("# Rules of records whose policy is ");
    yaml.append(policy.id()).append(": spool erase reads them.\n");
    yaml.append("capture: {values: ");
    yaml.append(policy.values().name().toLowerCase(Locale.ROOT)).append("}\n");
    yaml.append("redaction:\n  allow_list: ").append(policy.allowList()).append('\n');
    if (!policy.rules().isEmpty()) {
      yaml.append("  rules:\n");
    }
    for (RedactionRule rule : policy.rules()) {
      yaml.append("    - ").append(rule.text()).append('\n');
    }
    return yaml.toString();
  }

  /**
   * The rules again, under a key that nobody has.
   *
   * @throws ConfigException when it makes no sense
   */
  public static RedactionPolicy read(Path file) throws ConfigException {
    ConfigFile text = ConfigFile.read(file.toString());
    AgentConfig config =
        LoadedConfig.load(new ConfigSources(Map.of(), Map.of(), text, null)).config();
    return config
        .redaction()
        .policy(config.capture().values(), HashKey.of(HashKey.newKey(), null), new Vocabularies());
  }
}
