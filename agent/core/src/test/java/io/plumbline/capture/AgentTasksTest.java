package io.plumbline.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentTasksTest {
  private final List<Runnable> taken = new ArrayList<>();

  @AfterEach
  void uninstall() {
    AgentTasks.install(null);
  }

  @Test
  void taskGoesToTheAgentsThread() {
    AgentTasks.install(taken::add);
    Runnable task = () -> {};

    assertThat(AgentTasks.submit(task)).isTrue();
    assertThat(taken).containsExactly(task);
  }

  @Test
  void taskIsRefusedWhenNobodyTakesIt() {
    assertThat(AgentTasks.submit(() -> {})).isFalse();

    AgentTasks.install(
        task -> {
          throw new RejectedExecutionException("full");
        });
    assertThat(AgentTasks.submit(() -> {})).isFalse();
  }
}
