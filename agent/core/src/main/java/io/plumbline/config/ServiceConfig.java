package io.plumbline.config;

import io.plumbline.config.ResolvedOptions.Candidate;
import java.io.File;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who this process is: the resource of its spans and metrics.
 *
 * @param name {@code service.name}
 * @param namespace {@code service.namespace}; null when nobody says
 * @param version {@code service.version}; null when nobody says
 * @param instanceId {@code service.instance.id}; null when the agent is to make one
 * @param attributes the resource's other attributes, in the order written
 */
public record ServiceConfig(
    String name,
    @Nullable String namespace,
    @Nullable String version,
    @Nullable String instanceId,
    Map<String, String> attributes) {

  static ServiceConfig of(ResolvedOptions values, ConfigSources sources) {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> shared = new LinkedHashMap<>();
    for (Candidate<Map<String, String>> written : values.all(ConfigOptions.SERVICE_ATTRIBUTES)) {
      Map<String, String> target = written.origin().source().isShared() ? shared : own;
      written.value().forEach(target::putIfAbsent);
    }
    String name = take("service.name", ConfigOptions.SERVICE_NAME, values, own, shared);
    String namespace =
        take("service.namespace", ConfigOptions.SERVICE_NAMESPACE, values, own, shared);
    String version = take("service.version", ConfigOptions.SERVICE_VERSION, values, own, shared);
    String id = take("service.instance.id", ConfigOptions.SERVICE_INSTANCE_ID, values, own, shared);
    shared.putAll(own);
    return new ServiceConfig(
        name == null ? nameFromCommand(sources.systemProperties()) : name,
        namespace,
        version,
        id,
        shared);
  }

  /** Plumbline's option, its attribute, the standard variable, the standard attribute. */
  private static @Nullable String take(
      String attribute,
      ConfigOption<String> option,
      ResolvedOptions values,
      Map<String, String> own,
      Map<String, String> shared) {
    String ownAttribute = own.remove(attribute);
    String sharedAttribute = shared.remove(attribute);
    Candidate<String> winner = values.winner(option);
    if (winner != null && (winner.origin().source().isOwn() || ownAttribute == null)) {
      return winner.value();
    }
    return ownAttribute == null ? sharedAttribute : ownAttribute;
  }

  public ServiceConfig {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** The jar's name or the main class, as it was started; never its arguments. */
  private static String nameFromCommand(Map<String, String> systemProperties) {
    String command = systemProperties.getOrDefault("sun.java.command", "").split(" ", 2)[0];
    String file = command.substring(command.lastIndexOf(File.separatorChar) + 1);
    if (file.endsWith(".jar")) {
      return file.substring(0, file.length() - ".jar".length());
    }
    String simple = file.substring(file.lastIndexOf('.') + 1);
    return simple.isEmpty() ? "unknown_service:java" : simple;
  }
}
