package io.plumbline.export;

import io.plumbline.config.ConfigException;
import io.plumbline.config.StoredRules;
import io.plumbline.redact.HashKey;
import io.plumbline.redact.RedactionPolicy;
import io.plumbline.spool.OwnedText;
import io.plumbline.telemetry.KnownRedaction;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that were in force in the processes of a service, beside its streams: whoever erases
 * puts a value through those of each record. A file for each policy, by the id that records name;
 * no key and no value is in it. And one, empty, for each name that a key was given.
 */
public final class PolicyFiles {
  private static final String POLICY = "redaction-policy.";
  private static final String YAML = ".yaml";
  private static final String KEY = "redaction-key-id.";

  private final Path service;

  /**
   * @param service directory of its streams
   */
  public PolicyFiles(Path service) {
    this.service = service;
  }

  /** For whoever erases what is made from now on. */
  public void keep(RedactionPolicy policy) throws IOException {
    OwnedText.createOnce(service.resolve(POLICY + policy.id() + YAML), StoredRules.text(policy));
    HashKey key = policy.key();
    OwnedText.createOnce(service.resolve(KEY + key.id() + "." + key.fingerprint()), "");
  }

  /**
   * All that is known here.
   *
   * @param keys that may have been in use
   */
  public KnownRedaction read(List<HashKey> keys) throws IOException {
    Map<String, RedactionPolicy> policies = new HashMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> fingerprints = new HashSet<>();
    for (HashKey key : keys) {
      ids.add(key.id());
      ids.add(key.fingerprint());
      fingerprints.add(key.fingerprint());
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(service, "redaction-*")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        if (name.startsWith(POLICY) && name.endsWith(YAML)) {
          readPolicy(file, name.substring(POLICY.length(), dot), policies);
        } else if (name.startsWith(KEY) && fingerprints.contains(name.substring(dot + 1))) {
          ids.add(name.substring(KEY.length(), dot));
        }
      }
    } catch (NotDirectoryException e) {
      // Nothing was kept.
    }
    return new KnownRedaction(keys, ids, policies);
  }

  /** What cannot be read is not known: its records are told as not searchable. */
  private static void readPolicy(Path file, String id, Map<String, RedactionPolicy> policies) {
    try {
      policies.put(id, StoredRules.read(file));
    } catch (ConfigException e) {
      policies.remove(id);
    }
  }
}
