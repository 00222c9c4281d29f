package io.plumbline.it.host;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TimeZone;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.spi.ToolProvider;

/**
 * Says all that it can find out about its own JVM, before and after it scores. Chooses its {@link
 * LogManager} in main, as some servers do: too late when somebody else has used logging before.
 */
final class SelfPortrait {
  private SelfPortrait() {}

  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    say("properties at first", properties());
    System.out.println("answers of the model:");
    XgboostScoring.main(arguments);
    say("properties at last", properties());
    say("context class loader", Thread.currentThread().getContextClassLoader().getClass());
    say("of a new thread", loaderOfNewThread());
    say("locale", Locale.getDefault());
    say("time zone", TimeZone.getDefault().getID());
    say("log manager", LogManager.getLogManager().getClass());
    say("root handlers", Logger.getLogger("").getHandlers().length);
    say("threads that hold the JVM", threads());
    say("file system", FileSystems.getDefault().provider().getClass());
    say("management", ManagementFactory.getPlatformMBeanServer().getDefaultDomain());
    say("standard streams", System.out.getClass() + " " + System.err.getClass());
    say("handler of uncaught", String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
    say(
        "tools",
        ServiceLoader.load(ToolProvider.class).stream()
            .map(p -> p.type().getName())
            .sorted()
            .toList());
    say("loggers", services("org.slf4j.spi.SLF4JServiceProvider"));
    say(
        "components of tracing",
        services("io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider"));
    Logger.getLogger("shop").info("the shop logs");
    System.err.println("the last word");
    System.exit(3);
  }

  private static void say(String what, Object value) {
    System.out.println(what + ": " + value);
  }

  private static int services(String type) throws IOException {
    return Collections.list(ClassLoader.getSystemResources("META-INF/services/" + type)).size();
  }

  private static String properties() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<Object, Object> property : System.getProperties().entrySet()) {
      lines.add("\n  " + property.getKey() + "=" + property.getValue());
    }
    Collections.sort(lines);
    return String.join("", lines);
  }

  private static String loaderOfNewThread() throws InterruptedException {
    List<String> found = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> found.add(Thread.currentThread().getContextClassLoader().getClass().getName()));
    thread.start();
    thread.join();
    return found.get(0);
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .map(Thread::getName)
        .sorted()
        .toList();
  }

  /** Offered in META-INF/services of the application. */
  public static final class OwnTool implements ToolProvider {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
      return 0;
    }
  }

  /** Nothing but another class. */
  public static final class OwnLogManager extends LogManager {}
}
