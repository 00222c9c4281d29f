package io.plumbline.it.host;

import java.util.concurrent.CountDownLatch;

/** Says who it is, then waits for its end. */
final class Patient {
  private Patient() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("java " + Runtime.version().feature());
    System.out.println("directory " + System.getProperty("user.dir"));
    System.out.println("variable " + System.getenv("PLUMBLINE_IT_VARIABLE"));
    System.out.println("arguments " + String.join(",", arguments));
    System.err.println("complaint");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("orderly end")));
    if (arguments.length > 0 && arguments[0].equals("leave")) {
      System.exit(3);
    }
    System.out.println("ready");
    new CountDownLatch(1).await();
  }
}
