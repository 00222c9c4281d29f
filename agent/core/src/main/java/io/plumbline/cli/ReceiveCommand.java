package io.plumbline.cli;

import io.plumbline.cli.receive.Arrivals;
import io.plumbline.cli.receive.GrpcReceiver;
import io.plumbline.cli.receive.HttpReceiver;
import io.plumbline.cli.receive.JsonLines;
import io.plumbline.cli.receive.Printer;
import io.plumbline.cli.receive.ReceivedSignal;
import io.plumbline.cli.receive.Totals;
import io.plumbline.otlp.Message;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what an agent sends. */
@Command(
    name = "receive",
    mixinStandardHelpOptions = true,
    versionProvider = PlumblineVersion.class,
    description = {
      "Receives OTLP on this machine and prints it: each span as a tree of what the model saw and"
          + " said, each export of metrics as a table. Ctrl-C prints totals and ends.",
      "",
      "The agent finds it with its default settings (http/protobuf to http://localhost:4318)."
    })
final class ReceiveCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "4318",
      description =
          "Port for http/protobuf, on the loopback interface; 0 for any that is free (default:"
              + " ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description = "Receives grpc as well, without TLS, on this port; 0 for any that is free.")
  private @Nullable Integer grpcPort;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Appends every request to this file as a line of OTLP/JSON, before it is answered.")
  private @Nullable Path json;

  @Option(names = "--quiet", description = "Prints counts only.")
  private boolean quiet;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  private final Totals totals = new Totals();

  @Override
  public Integer call() throws InterruptedException {
    try (JsonLines lines = json == null ? null : new JsonLines(json)) {
      Arrivals shown = totals.then(quiet ? this::printCounts : new Printer(out()));
      receive(lines == null ? shown : lines.then(shown));
      return ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("Cannot receive: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private void receive(Arrivals arrivals) throws IOException, InterruptedException {
    try (HttpReceiver http = new HttpReceiver(port, arrivals);
        GrpcReceiver grpc = grpcPort == null ? null : new GrpcReceiver(grpcPort, arrivals)) {
      Runtime.getRuntime().addShutdownHook(new Thread(this::printTotals, "plumbline-totals"));
      out().println("listening on http://127.0.0.1:" + http.port());
      if (grpc != null) {
        out().println("listening on http://127.0.0.1:" + grpc.port() + " (grpc)");
      }
      // Until Ctrl-C, which ends the JVM.
      new CountDownLatch(1).await();
    }
  }

  private void printCounts(ReceivedSignal signal, Message request) {
    out().println("so far " + totals);
  }

  private void printTotals() {
    out().println("received " + totals);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
