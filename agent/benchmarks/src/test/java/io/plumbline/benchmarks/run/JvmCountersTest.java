package io.plumbline.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JvmCountersTest {
  @Test
  void countersAreReadAsJcmdPrintsThem() {
    JvmCounters counters =
        JvmCounters.parse(
            """
            4711:
            java.cls.loadedClasses=100
            java.cls.sharedLoadedClasses=400
            sun.gc.metaspace.used=7000
            sun.gc.generation.0.space.0.used=5
            sun.gc.generation.1.space.0.used=6
            sun.gc.generation.1.space.0.capacity=999
            java.property.java.version="17"
            """);

    assertThat(counters.classes()).isEqualTo(500);
    assertThat(counters.sharedClasses()).isEqualTo(400);
    assertThat(counters.metaspaceBytes()).isEqualTo(7000);
    assertThat(counters.heapBytes()).isEqualTo(11);
  }

  @Test
  void ofARunningJvmTheyAreThere() throws Exception {
    Jdk running = Jdk.find(List.of(Runtime.version().feature())).get(0);
    JvmCounters counters = JvmCounters.of(running, ProcessHandle.current().pid());

    assertThat(counters.classes()).isGreaterThan(1000);
    assertThat(counters.metaspaceBytes()).isPositive();
    assertThat(counters.heapBytes()).isPositive();
  }
}
