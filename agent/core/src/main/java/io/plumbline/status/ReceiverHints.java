package io.plumbline.status;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about a receiver that does not take what it is sent. */
final class ReceiverHints {
  private static final Pattern HTTP_STATUS = Pattern.compile("\\b(?:HTTP )?([45]\\d\\d)\\b");

  private ReceiverHints() {}

  static void add(PipelineFacts pipeline, List<Hint> hints) {
    for (ReceiverFacts receiver : pipeline.receivers()) {
      Hint hint = of(receiver);
      if (hint != null && !isSaid(hint, hints)) {
        hints.add(hint);
      }
    }
  }

  private static boolean isSaid(Hint hint, List<Hint> hints) {
    return hints.stream().anyMatch(said -> said.code().equals(hint.code()));
  }

  private static @Nullable Hint of(ReceiverFacts receiver) {
    return switch (receiver.state()) {
      case PARKED -> parked(receiver);
      case RETRYING -> retrying(receiver);
      case NOT_ASKED, DELIVERING -> refused(receiver);
    };
  }

  private static Hint parked(ReceiverFacts receiver) {
    String answer = String.valueOf(receiver.answer());
    String upper = answer.toUpperCase(Locale.ROOT);
    Matcher status = HTTP_STATUS.matcher(answer);
    String code = status.find() ? status.group(1) : "";
    boolean key =
        code.equals("401")
            || code.equals("403")
            || upper.contains("UNAUTHENTICATED")
            || upper.contains("PERMISSION_DENIED");
    String check =
        key
            ? "check export.headers: the key is missing, wrong or not allowed this"
            : "check export.endpoint and export.protocol: it is not OTLP that answers there, or"
                + " under another path";
    return Hint.problem(
        key ? "receiver_refuses_key" : "receiver_wrong_endpoint",
        "The receiver of "
            + receiver.signal()
            + " accepts nothing ("
            + answer
            + "); "
            + check
            + ". Everything waits in the spool.");
  }

  private static Hint retrying(ReceiverFacts receiver) {
    return Hint.problem(
        "receiver_unreachable",
        "The receiver at "
            + receiver.endpoint()
            + " does not take "
            + receiver.signal()
            + " now ("
            + receiver.answer()
            + "); see that it runs and that export.endpoint is right. Everything waits in the spool"
            + " and is sent again.");
  }

  private static @Nullable Hint refused(ReceiverFacts receiver) {
    return receiver.refused() == 0
        ? null
        : Hint.problem(
            "receiver_rejects_records",
            "The receiver refused "
                + Plural.of(receiver.refused(), "record")
                + " of "
                + receiver.signal()
                + " for good; it says why in plumbline.log.");
  }
}
