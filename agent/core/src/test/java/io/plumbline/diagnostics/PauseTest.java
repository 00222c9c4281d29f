package io.plumbline.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PauseTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private final Pause pause = new Pause();

  @Test
  void lastsItsTimeWhereNobodyEndsIt() throws InterruptedException {
    long from = System.nanoTime();

    assertThat(pause.take(TimeUnit.MILLISECONDS.toNanos(20))).isFalse();

    assertThat(System.nanoTime() - from).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void isEndedByAnotherThread() throws Exception {
    FutureTask<Boolean> taken = taking();
    pause.end();

    assertThat(taken.get()).isTrue();
  }

  @Test
  void thatWasEndedBeforeItIsTakenIsOverAtOnceAndTheNextOneIsNot() throws InterruptedException {
    pause.end();
    pause.end();

    assertThat(pause.take(LONG)).isTrue();
    assertThat(pause.take(1)).isFalse();
  }

  @Test
  void endsWithAnInterruptThatIsSaidOnce() throws InterruptedException {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> pause.take(LONG));

    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(pause.take(1)).isFalse();
  }

  private FutureTask<Boolean> taking() {
    Callable<Boolean> take = () -> pause.take(LONG);
    FutureTask<Boolean> task = new FutureTask<>(take);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }
}
