package io.plumbline.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private final ProcessStat self = new ProcessStat(ProcessHandle.current().pid());

  @Test
  void processHasThreadsMemoryAndCpu() throws IOException {
    assertThat(self.threads()).isGreaterThan(5);
    assertThat(self.residentBytes()).isGreaterThan(20L << 20);
    assertThat(self.cpuNanos()).isPositive();
  }

  @Test
  void memoryIsToldApartByTheFileThatIsMapped() throws IOException {
    long libjvm = self.resident(mapping -> mapping.endsWith("libjvm.so"));

    assertThat(libjvm).isPositive().isLessThan(self.residentBytes());
    assertThat(self.resident(mapping -> mapping.endsWith("/no such file"))).isZero();
  }

  @Test
  void cpuOfThreadsIsFoundByTheirNames() throws Exception {
    Thread busy = new Thread(ProcessStatTest::untilInterrupted, "busy-one");
    busy.start();
    try {
      while (self.cpuNanosOfThreads("busy-") == 0) {
        Thread.onSpinWait();
      }
      assertThat(self.cpuNanosOfThreads("nobody-")).isZero();
    } finally {
      busy.interrupt();
      busy.join();
    }
  }

  private static void untilInterrupted() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
  }
}
