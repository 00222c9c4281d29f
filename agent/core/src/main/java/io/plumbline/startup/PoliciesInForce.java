package io.plumbline.startup;

import io.plumbline.diagnostics.AgentErrors;
import io.plumbline.export.PolicyFiles;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.SpoolDirectory;
import io.plumbline.spool.SpoolHome;
import io.plumbline.telemetry.KnownRedaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The redaction policies by which this process made its records, one after the other as its
 * configuration changed: whoever erases puts a value through them. Kept beside the streams, too,
 * for when the process is gone.
 */
final class PoliciesInForce {
  private final SpoolHome home;
  private final AgentErrors errors;
  private final List<HashKey> keys = new CopyOnWriteArrayList<>();
  private final Map<String, RedactionPolicy> byId = new ConcurrentHashMap<>();

  /**
   * @param ofService the key that is in force where none is configured
   */
  PoliciesInForce(SpoolHome home, HashKey ofService, AgentErrors errors) {
    this.home = home;
    this.errors = errors;
    keys.add(ofService);
  }

  void add(RedactionPolicy policy) {
    byId.put(policy.id(), policy);
    if (!keys.contains(policy.key())) {
      keys.add(policy.key());
    }
    SpoolDirectory own = home.directory();
    if (own != null) {
      keep(policy, own.path());
    }
  }

  private void keep(RedactionPolicy policy, Path stream) {
    try {
      new PolicyFiles(Objects.requireNonNull(stream.getParent())).keep(policy);
    } catch (IOException e) {
      errors.report("keeping redaction rules for an erasure", e);
    }
  }

  /**
   * With those of other processes.
   *
   * @param service directory of streams
   */
  KnownRedaction known(Path service) throws IOException {
    KnownRedaction kept = new PolicyFiles(service).read(keys);
    Map<String, RedactionPolicy> all = new HashMap<>(kept.policies());
    all.putAll(byId);
    return new KnownRedaction(kept.keys(), kept.keyIds(), all);
  }
}
