package io.plumbline.examples.fraud;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of {@code java -jar fraud-client.jar}. */
public final class FraudClient {
  private static final String USAGE =
      """
      usage: fraud-client send URL [REQUESTS]
                 asks the server at URL, a few of the requests bad
             fraud-client report TELEMETRY ANSWERS [SPOOL]
                 shows what arrived, and compares it with what the server answered
             fraud-client check TELEMETRY ANSWERS
                 compares only
      TELEMETRY  file of OTLP/JSON lines
      ANSWERS    answer log of the server
      SPOOL      directory of the agent's spool
      Exit status: 0 all is as it should be, 1 it is not, 2 wrong usage.""";

  private static final int REQUESTS = 300;
  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(40);

  private FraudClient() {}

  public static void main(String[] args) throws Exception {
    System.exit(run(List.of(args), System.out));
  }

  static int run(List<String> args, PrintStream out) throws Exception {
    String command = args.isEmpty() ? "" : args.get(0);
    @Nullable String[] operands = Arrays.copyOf(args.toArray(String[]::new), 4);
    String first = operands[1];
    String second = operands[2];
    String third = operands[3];
    if (command.equals("send") && first != null && third == null) {
      int requests = second == null ? REQUESTS : Integer.parseInt(second);
      return new Load(URI.create(first), out).send(requests) ? 0 : 1;
    }
    if (command.equals("check") && first != null && second != null && third == null) {
      return await(first, second).printTo(out) ? 0 : 1;
    }
    if (command.equals("report") && first != null && second != null) {
      Comparison comparison = await(first, second);
      new Report(comparison.telemetry(), third == null ? null : Path.of(third)).printTo(out);
      return comparison.printTo(out) ? 0 : 1;
    }
    out.println(USAGE);
    return 2;
  }

  private static Comparison await(String telemetry, String answers) throws Exception {
    return Comparison.await(Path.of(telemetry), Path.of(answers), ARRIVAL_LIMIT);
  }
}
