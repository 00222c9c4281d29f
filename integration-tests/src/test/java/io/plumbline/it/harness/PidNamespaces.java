package io.plumbline.it.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Process ids that count from 1 again, as in a container. Not every machine lets a user have them.
 */
public final class PidNamespaces {
  static final List<String> COMMAND =
      List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc");

  private PidNamespaces() {}

  public static boolean areToBeHad() {
    List<String> command = new ArrayList<>(COMMAND);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
