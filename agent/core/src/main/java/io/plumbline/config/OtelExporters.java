package io.plumbline.config;

import io.plumbline.config.SignalConfig.Protocol;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exporters of a declarative configuration. Plumbline sends each signal over OTLP to one
 * receiver: the first that is there; it says of the others that it leaves them out.
 */
final class OtelExporters {
  private static final Map<String, Protocol> OTLP =
      Map.of("otlp_http", Protocol.HTTP_PROTOBUF, "otlp_grpc", Protocol.GRPC);

  private final OtelTree tree;
  private final List<String> warnings;

  OtelExporters(OtelTree tree, List<String> warnings) {
    this.tree = tree;
    this.warnings = warnings;
  }

  /** Null when there is none over OTLP. */
  @Nullable OtelExporter ofSpans(@Nullable ConfigNode tracerProvider) {
    return first("spans", tree.get(tracerProvider, "processors"), List.of("batch", "simple"));
  }

  /** As {@link #ofSpans}. */
  @Nullable OtelExporter ofMetrics(@Nullable ConfigNode meterProvider) {
    return first("metrics", tree.get(meterProvider, "readers"), List.of("periodic"));
  }

  /** How often the first periodic reader reads; null when nobody says. */
  @Nullable ConfigNode interval(@Nullable ConfigNode meterProvider) {
    for (ConfigNode reader : OtelTree.items(tree.get(meterProvider, "readers"))) {
      ConfigNode interval = tree.take(tree.get(reader, "periodic"), "interval");
      if (interval != null) {
        return interval;
      }
    }
    return null;
  }

  /**
   * @param wrappers what may stand around an exporter
   */
  private @Nullable OtelExporter first(
      String what, @Nullable ConfigNode list, List<String> wrappers) {
    OtelExporter first = null;
    for (ConfigNode item : OtelTree.items(list)) {
      for (Map.Entry<String, ConfigNode> wrapper : OtelTree.entries(item).entrySet()) {
        ConfigNode exporter = tree.get(wrapper.getValue(), "exporter");
        if (!wrappers.contains(wrapper.getKey()) || exporter == null) {
          leaveOut(wrapper.getValue(), "is nothing that Plumbline has; it is left out");
        } else {
          OtelExporter found = read(exporter, first != null);
          first = first == null ? found : first;
        }
      }
    }
    if (first == null) {
      warnings.add(
          "OTEL_CONFIG_FILE names no receiver of "
              + what
              + " over OTLP: Plumbline sends them to export.endpoint all the same; to switch it off"
              + " set plumbline.enabled=false");
    }
    return first;
  }

  private @Nullable OtelExporter read(ConfigNode exporter, boolean further) {
    OtelExporter read = null;
    for (Map.Entry<String, ConfigNode> kind : OtelTree.entries(exporter).entrySet()) {
      Protocol protocol = OTLP.get(kind.getKey());
      if (protocol == null) {
        leaveOut(kind.getValue(), "is left out: Plumbline sends over OTLP only");
      } else if (further) {
        leaveOut(kind.getValue(), "is left out: Plumbline sends to the first receiver only");
      } else {
        tree.entered(kind.getValue());
        read = OtelExporter.read(protocol, kind.getValue(), tree, warnings);
      }
    }
    return read;
  }

  private void leaveOut(ConfigNode node, String why) {
    tree.understood(node);
    warnings.add(node.origin().where() + " " + why);
  }
}
