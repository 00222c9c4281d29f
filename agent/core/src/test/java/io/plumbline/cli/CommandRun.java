package io.plumbline.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/**
 * A command as a shell would have run it.
 *
 * @param status its exit status
 */
record CommandRun(int status, String out, String err) {
  /** Whatever the machine's environment is. */
  static CommandRun of(Object... arguments) {
    return in(new Environment(Map.of(), Map.of()), arguments);
  }

  static CommandRun in(Environment environment, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      texts[i] = arguments[i].toString();
    }
    int status =
        new CommandLine(new PlumblineCommand(environment))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(texts);
    return new CommandRun(status, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }

  /** What it printed with {@code --json}: YAML is a superset of JSON. */
  Object json() {
    return new Load(LoadSettings.builder().build()).loadFromString(out);
  }
}
