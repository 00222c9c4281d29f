package io.plumbline.config;

import io.plumbline.config.SamplingConfig.Sampler;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part {@code tracer_provider.sampler} of a declarative configuration, where it is one of ours.
 *
 * @param ratio null where the sampler has none, or is to use its default
 */
record OtelSampler(Sampler sampler, @Nullable ConfigNode ratio) {

  /** Null when Plumbline has no such sampler. */
  static @Nullable OtelSampler read(ConfigNode sampler, OtelTree tree) {
    if (OtelTree.entries(sampler).containsKey("parent_based")) {
      tree.understood(sampler);
      return parentBased(tree.get(sampler, "parent_based"), tree);
    }
    return simple(sampler, false, tree);
  }

  private static @Nullable OtelSampler parentBased(@Nullable ConfigNode parent, OtelTree tree) {
    boolean standard =
        is(parent, "remote_parent_sampled", "always_on")
            && is(parent, "remote_parent_not_sampled", "always_off")
            && is(parent, "local_parent_sampled", "always_on")
            && is(parent, "local_parent_not_sampled", "always_off");
    if (!standard) {
      return null;
    }
    ConfigNode root = tree.get(parent, "root");
    return root == null
        ? new OtelSampler(Sampler.PARENTBASED_ALWAYS_ON, null)
        : simple(root, true, tree);
  }

  /** The standard's own default counts too. */
  private static boolean is(@Nullable ConfigNode parent, String branch, String sampler) {
    ConfigNode chosen = OtelTree.entries(parent).get(branch);
    return chosen == null
        || chosen instanceof ConfigNode.Empty
        || OtelTree.entries(chosen).containsKey(sampler);
  }

  private static @Nullable OtelSampler simple(
      ConfigNode node, boolean followsParent, OtelTree tree) {
    Map<String, ConfigNode> named = OtelTree.entries(node);
    tree.understood(node);
    if (named.containsKey("always_on")) {
      return new OtelSampler(
          followsParent ? Sampler.PARENTBASED_ALWAYS_ON : Sampler.ALWAYS_ON, null);
    }
    if (named.containsKey("always_off")) {
      return new OtelSampler(
          followsParent ? Sampler.PARENTBASED_ALWAYS_OFF : Sampler.ALWAYS_OFF, null);
    }
    for (String ratio : new String[] {"trace_id_ratio_based", "probability/development"}) {
      if (named.containsKey(ratio)) {
        return new OtelSampler(
            followsParent ? Sampler.PARENTBASED_TRACEIDRATIO : Sampler.TRACEIDRATIO,
            tree.take(named.get(ratio), "ratio"));
      }
    }
    return null;
  }
}
