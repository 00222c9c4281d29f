package io.plumbline.control;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a command asks of the JVM that it loads the jar into. As text, for the arguments of an
 * agent: {@code verb?id=…&name=value}, encoded as in a URL, so that no locale changes it.
 *
 * @param id of the answer
 * @param parameters by name
 */
public record AgentRequest(String verb, String id, Map<String, String> parameters) {
  /** How the agent's arguments begin; {@code AgentPremain} knows it, too. */
  public static final String PREFIX = "plumbline-request:";

  public static final String ATTACH = "attach";
  public static final String DETACH = "detach";
  public static final String DISCOVER = "discover";
  public static final String EXPLAIN = "explain";

  /** A file, as the JVM that reads it sees it. */
  public static final String CONFIG = "config";

  /** How long, as ISO 8601 says it. */
  public static final String FOR = "for";

  public AgentRequest {
    parameters = Map.copyOf(parameters);
  }

  /** As the arguments of the agent. */
  public String encoded() {
    StringBuilder text = new StringBuilder(PREFIX + verb + "?id=" + id);
    parameters.forEach(
        (name, value) ->
            text.append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return text.toString();
  }

  /**
   * @param text without the prefix
   */
  public static AgentRequest parse(String text) {
    String[] parts = text.split("[?&]", -1);
    Map<String, String> parameters = new TreeMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8);
        parameters.put(part.substring(0, equals), value);
      }
    }
    String id = parameters.remove("id");
    return new AgentRequest(parts[0], id == null ? "" : id, parameters);
  }
}
