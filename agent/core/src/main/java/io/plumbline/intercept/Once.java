package io.plumbline.intercept;

/** Runs a task at the first call; who calls meanwhile waits for its end. */
final class Once implements Runnable {
  private final Runnable task;
  private boolean called;

  Once(Runnable task) {
    this.task = task;
  }

  @Override
  public synchronized void run() {
    if (!called) {
      called = true;
      task.run();
    }
  }
}
