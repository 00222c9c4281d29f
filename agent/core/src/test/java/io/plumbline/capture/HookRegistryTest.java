package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class HookRegistryTest {
  private final HookRegistry registry = new HookRegistry();

  @Test
  void equalHookOfTheSameMethodKeepsItsNumber() {
    RegisteredHook first = registry.register("java", "Scorer.score", "hook");

    assertThat(registry.register("java", "Scorer.score", "hook")).isSameAs(first);
    assertThat(registry.register("java", "Scorer.score", "of an overload").index()).isOne();
    assertThat(registry.register("weka", "Scorer.score", "hook").index()).isEqualTo(2);
  }

  @Test
  void retiredNumberGoesToTheSameMethodOnly() {
    registry.register("java", "Scorer.score", "first");
    registry.retain(Set.of());

    assertThat(registry.register("java", "Other.score", "second").index()).isOne();
    RegisteredHook again = registry.register("java", "Scorer.score", "second");

    assertThat(again.index()).isZero();
    assertThat(registry.get(0).origin()).isEqualTo("second");
  }

  @Test
  void hookInForceIsNotRetired() {
    registry.register("java", "Scorer.score", "first");
    registry.retain(Set.of("first"));

    assertThat(registry.register("java", "Scorer.score", "second").index()).isOne();
    assertThat(registry.get(0).origin()).isEqualTo("first");
  }

  @Test
  void methodsThatAreReadAnewForEverNeedNoMoreNumbers() {
    for (int i = 0; i < 2 * HookRegistry.MAX_HOOKS; i++) {
      registry.register("java", "Scorer.score", i);
      registry.retain(Set.of());
    }

    assertThat(registry.size()).isOne();
  }

  @Test
  void moreThanTheHeaderHoldsIsRefusedByName() {
    for (int i = 0; i < HookRegistry.MAX_HOOKS; i++) {
      registry.register("java", "Scorer" + i + ".score");
    }

    assertThatThrownBy(() -> registry.register("java", "Last.score")).hasMessageContaining("Last");
  }
}
