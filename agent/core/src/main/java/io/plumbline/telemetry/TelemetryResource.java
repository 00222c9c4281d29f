package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which process the telemetry comes from, in the names of the semantic conventions.
 *
 * <p>A stream keeps its resource as strings in its header ({@link #describe}), so that whoever
 * adopts it sends on under the same identity ({@link #of}).
 */
public final class TelemetryResource {
  private static final String UNKNOWN_SERVICE = "unknown_service:java";

  /** Not {@code InetAddress.getLocalHost()}, which asks the name service and may wait for it. */
  private static final Path HOST_NAME_FILE = Path.of("/proc/sys/kernel/hostname");

  private TelemetryResource() {}

  /**
   * Describes this process.
   *
   * @param agentVersion value of {@code telemetry.distro.version}
   * @param instanceId value of {@code service.instance.id} unless the configuration has one
   * @param configured {@code OTEL_RESOURCE_ATTRIBUTES}, {@code service.name} and the like; wins
   *     over what is found, and an empty value removes it
   */
  public static Map<String, String> describe(
      String agentVersion, String instanceId, Map<String, String> configured) {
    Map<String, String> attributes = new TreeMap<>();
    Resource sdk = Resource.getDefault();
    put(attributes, InferenceAttributes.SERVICE_NAME, UNKNOWN_SERVICE);
    put(attributes, InferenceAttributes.SERVICE_INSTANCE_ID, instanceId);
    putFrom(sdk, attributes, InferenceAttributes.SDK_NAME);
    putFrom(sdk, attributes, InferenceAttributes.SDK_LANGUAGE);
    putFrom(sdk, attributes, InferenceAttributes.SDK_VERSION);
    put(attributes, InferenceAttributes.DISTRO_NAME, "plumbline");
    put(attributes, InferenceAttributes.DISTRO_VERSION, agentVersion);
    put(attributes, InferenceAttributes.HOST_NAME, hostName());
    put(attributes, InferenceAttributes.PROCESS_PID, Long.toString(ProcessHandle.current().pid()));
    put(attributes, InferenceAttributes.RUNTIME_NAME, System.getProperty("java.runtime.name"));
    put(attributes, InferenceAttributes.RUNTIME_VERSION, Runtime.version().toString());
    attributes.putAll(configured);
    attributes.values().removeIf(String::isEmpty);
    attributes.putIfAbsent(InferenceAttributes.SERVICE_NAME.getKey(), UNKNOWN_SERVICE);
    return attributes;
  }

  /** The resource of a process that was so described. */
  public static Resource of(Map<String, String> description) {
    AttributesBuilder attributes = Attributes.builder();
    description.forEach(
        (key, value) -> {
          if (key.equals(InferenceAttributes.PROCESS_PID.getKey()) && isNumber(value)) {
            attributes.put(InferenceAttributes.PROCESS_PID, Long.parseLong(value));
          } else {
            attributes.put(key, value);
          }
        });
    return Resource.create(attributes.build());
  }

  private static boolean isNumber(String text) {
    return text.length() < 19 && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }

  private static void putFrom(
      Resource from, Map<String, String> attributes, AttributeKey<String> key) {
    put(attributes, key, from.getAttribute(key));
  }

  private static void put(
      Map<String, String> attributes, AttributeKey<?> key, @Nullable String value) {
    if (value != null) {
      attributes.put(key.getKey(), value);
    }
  }

  private static @Nullable String hostName() {
    try {
      return Files.readString(HOST_NAME_FILE).strip();
    } catch (IOException e) {
      return System.getenv("HOSTNAME");
    }
  }
}
