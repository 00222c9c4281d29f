package io.plumbline.export;

import okhttp3.internal.concurrent.TaskRunner;

/** Threads of the HTTP client, which all its clients share and which stay a minute otherwise. */
public final class ClientThreads {
  private ClientThreads() {}

  /** Nothing can be sent in this class loader any more. */
  public static void end() {
    if (TaskRunner.INSTANCE.getBackend() instanceof TaskRunner.RealBackend backend) {
      backend.getExecutor().shutdownNow();
    }
  }
}
