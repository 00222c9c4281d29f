package io.plumbline.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What models see would go over a network where others can read it. Allowed, and said. */
final class PlainHttp {
  private PlainHttp() {}

  /** One line for each endpoint that is neither encrypted nor on this machine. */
  static List<String> warnings(SignalConfig... signals) {
    Set<String> open = new LinkedHashSet<>();
    for (SignalConfig signal : signals) {
      URI endpoint = signal.endpoint();
      if ("http".equals(endpoint.getScheme()) && !isLoopback(endpoint.getHost())) {
        open.add("http://" + endpoint.getRawAuthority());
      }
    }
    List<String> warnings = new ArrayList<>();
    for (String endpoint : open) {
      warnings.add(
          endpoint
              + " is not encrypted: what models see, and the headers sent with it, can be read on"
              + " the way; use https, or a collector on this machine");
    }
    return warnings;
  }

  /** By its name alone: looking it up would ask the network at start. */
  private static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.matches("127(\\.[0-9]{1,3}){3}")
        || name.equals("[::1]")
        || name.equals("[0:0:0:0:0:0:0:1]");
  }
}
