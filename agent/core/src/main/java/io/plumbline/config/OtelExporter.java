package io.plumbline.config;

import io.plumbline.config.SignalConfig.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exporter {@code otlp_http} or {@code otlp_grpc} of a declarative configuration; null where it
 * says nothing.
 *
 * @param place the exporter itself
 * @param headers a mapping
 */
record OtelExporter(
    Protocol protocol,
    ConfigNode place,
    @Nullable ConfigNode endpoint,
    @Nullable ConfigNode headers,
    @Nullable ConfigNode timeout,
    @Nullable ConfigNode compression,
    @Nullable ConfigNode ca,
    @Nullable ConfigNode certificate,
    @Nullable ConfigNode key) {

  static OtelExporter read(
      Protocol protocol, ConfigNode place, OtelTree tree, List<String> warnings) {
    ConfigNode tls = tree.get(place, "tls");
    boolean insecure =
        tree.take(tls, "insecure") instanceof ConfigNode.Text text && text.value().equals("true");
    warnUnless("protobuf", tree.take(place, "encoding"), "Plumbline sends protobuf", warnings);
    warnUnless(
        "cumulative",
        tree.take(place, "temporality_preference"),
        "refused: Plumbline's metrics are cumulative, because only then are counts exact over"
            + " crashes and resends; the Collector's cumulativetodelta processor converts them",
        warnings);
    warnUnless(
        "explicit_bucket_histogram",
        tree.take(place, "default_histogram_aggregation"),
        "Plumbline's histograms are as TELEMETRY.md lists them",
        warnings);
    return new OtelExporter(
        protocol,
        place,
        withScheme(protocol, tree.take(place, "endpoint"), insecure),
        headers(place, tree),
        tree.take(place, "timeout"),
        tree.take(place, "compression"),
        tree.takeFirst(tls, "ca_file", "certificate_file"),
        tree.takeFirst(tls, "cert_file", "client_certificate_file"),
        tree.takeFirst(tls, "key_file", "client_key_file"));
  }

  private static void warnUnless(
      String expected, @Nullable ConfigNode node, String instead, List<String> warnings) {
    if (node instanceof ConfigNode.Text text && !text.value().equals(expected)) {
      warnings.add(node.origin().where() + "=" + text.written() + ": " + instead);
    }
  }

  /** Only for grpc may it be left out; {@code tls.insecure} says which it is then. */
  private static @Nullable ConfigNode withScheme(
      Protocol protocol, @Nullable ConfigNode endpoint, boolean insecure) {
    if (protocol == Protocol.GRPC
        && endpoint instanceof ConfigNode.Text text
        && !text.value().contains("://")) {
      String scheme = insecure ? "http://" : "https://";
      return new ConfigNode.Text(
          scheme + text.value(), text.written(), text.isSecret(), text.origin());
    }
    return endpoint;
  }

  private static @Nullable ConfigNode headers(ConfigNode place, OtelTree tree) {
    Map<String, ConfigNode> headers = new LinkedHashMap<>();
    for (ConfigNode item : OtelTree.items(tree.get(place, "headers"))) {
      ConfigNode name = tree.take(item, "name");
      ConfigNode value = tree.take(item, "value");
      if (name instanceof ConfigNode.Text text && value != null) {
        headers.put(text.value(), value);
      }
    }
    ConfigNode list = tree.take(place, "headers_list");
    if (list instanceof ConfigNode.Text text && !text.value().isBlank()) {
      Map<String, String> pairs = Percent.pairs(text.value());
      if (pairs == null) {
        // Without the value: it may be a key or token.
        throw InvalidValueException.at(list.origin(), " is not a list such as a=1,b=2");
      }
      pairs.forEach(
          (name, value) -> headers.putIfAbsent(name, new ConfigNode.Text(value, list.origin())));
    }
    return headers.isEmpty() ? null : new ConfigNode.Entries(headers, Map.of(), place.origin());
  }
}
