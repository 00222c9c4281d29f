package io.plumbline.status;

import io.plumbline.diagnostics.DropReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What to do about inferences, or their spans, that are lost; the largest loss first. */
final class LossHints {
  private static final int MOST = 2;

  private LossHints() {}

  static void add(PipelineFacts pipeline, List<Hint> hints) {
    List<Map.Entry<DropReason, Long>> losses = new ArrayList<>(pipeline.dropped().entrySet());
    losses.removeIf(loss -> loss.getValue() == 0);
    losses.sort(Comparator.comparing((Map.Entry<DropReason, Long> loss) -> -loss.getValue()));
    losses.stream()
        .limit(MOST)
        .forEach(loss -> hints.add(values(loss.getKey(), loss.getValue(), pipeline.made())));
    pipeline.spansDropped().entrySet().stream()
        .filter(loss -> loss.getValue() > 0)
        .max(Map.Entry.comparingByValue())
        .ifPresent(loss -> hints.add(spans(loss.getKey(), loss.getValue())));
  }

  private static Hint values(DropReason reason, long count, long made) {
    String share =
        made == count
            ? "All " + Plural.of(count, "inference")
            : String.format(Locale.ROOT, "%,d of %s", count, Plural.of(made, "inference"));
    return Hint.problem(
        "dropped_" + reason.attributeValue(),
        share
            + " are only counted as "
            + reason.attributeValue()
            + ", without their values: "
            + advice(reason));
  }

  private static Hint spans(DropReason reason, long count) {
    return Hint.problem(
        "spans_dropped_" + reason.attributeValue(),
        Plural.of(count, "span")
            + " were not delivered ("
            + reason.attributeValue()
            + "): "
            + advice(reason));
  }

  private static String advice(DropReason reason) {
    return switch (reason) {
      case RING_FULL ->
          "bursts are larger than the ring, or the machine has no CPU left for the writer; raise"
              + " spool.ring_size.";
      case IN_FLIGHT_LIMIT ->
          "more ran at once than capture.max_in_flight; raise it, or look whether results that come"
              + " later never come.";
      case CAPTURE_FAILED ->
          "the record did not fit capture.max_record_size, or capture failed; plumbline.log has the"
              + " first stack.";
      case SPOOL_FULL ->
          "the receiver is away or too slow for longer than spool.max_size holds; raise it, or"
              + " lower sampling.ratio.";
      case SPOOL_EXPIRED -> "the receiver was away for longer than spool.max_age.";
      case SPOOL_UNAVAILABLE ->
          "the spool's disk is full, read-only or gone; make room, or set spool.directory.";
      case CORRUPTED -> "files of the spool are damaged; spool verify shows where.";
      case REJECTED -> "the receiver refused them; it says why in plumbline.log.";
      default -> reason.description();
    };
  }
}
