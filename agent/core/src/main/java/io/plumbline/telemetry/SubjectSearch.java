package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceDecoder;
import io.plumbline.redact.HashKey;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the calls of somebody in what was captured, by what features said. For one thread. */
public final class SubjectSearch {
  /** What a call was found to be. */
  public enum Finding {
    OTHER,
    /** One of its rows says all that was asked for. */
    SUBJECT,
    /** It may be, and what would tell was removed before it was stored. */
    NOT_SEARCHABLE
  }

  /**
   * That a feature said so.
   *
   * @param value as the host had it
   * @param stored texts that a rule may have made of it, itself among them
   */
  private record Wanted(String feature, String value, Set<String> stored) {}

  private final List<Wanted> wanted;
  private final @Nullable String model;
  private final InferenceDecoder decoder = new InferenceDecoder();
  private final InputLayouts layouts = new InputLayouts();

  /**
   * @param conditions feature and value, all of which must hold in one row
   * @param model null for any
   * @param forms what the rules in force make of a text
   */
  public SubjectSearch(
      List<? extends Map.Entry<String, String>> conditions,
      @Nullable String model,
      Function<String, Set<String>> forms) {
    this.wanted =
        conditions.stream()
            .map(each -> new Wanted(each.getKey(), each.getValue(), forms.apply(each.getValue())))
            .toList();
    this.model = model;
  }

  /**
   * @param record one whole record
   * @throws RuntimeException when it makes no sense
   */
  public Finding find(ByteBuffer record) {
    Inference inference = decoder.decode(record);
    if (model != null && !model.equals(inference.model().name())) {
      return Finding.OTHER;
    }
    InputTable table = layouts.table(inference);
    Finding found = Finding.OTHER;
    for (int row = 0; row < Math.max(1, table.rows()); row++) {
      Finding ofRow = find(inference, table, row);
      if (ofRow == Finding.SUBJECT) {
        return ofRow;
      }
      found = ofRow == Finding.NOT_SEARCHABLE ? ofRow : found;
    }
    return found;
  }

  private Finding find(Inference inference, InputTable table, int row) {
    Finding found = Finding.SUBJECT;
    for (Wanted each : wanted) {
      Finding one = find(inference, table, row, each);
      if (one == Finding.OTHER) {
        return one;
      }
      found = one == Finding.NOT_SEARCHABLE ? one : found;
    }
    return found;
  }

  private static Finding find(Inference inference, InputTable table, int row, Wanted each) {
    for (InputLayout.Column column : table.columns()) {
      if (column.name().equals(each.feature())) {
        if (table.isRemoved(column, row)) {
          return Finding.NOT_SEARCHABLE;
        }
        return says(table, column, row, each) ? Finding.SUBJECT : Finding.OTHER;
      }
    }
    // The model has it, and this call does not show it: a rule, or a limit, left it out.
    boolean left = inference.model().features().contains(each.feature());
    return left ? Finding.NOT_SEARCHABLE : Finding.OTHER;
  }

  private static boolean says(InputTable table, InputLayout.Column column, int row, Wanted each) {
    if (table.isText(column) || table.isBoolean(column)) {
      return each.stored().contains(HashKey.withoutId(table.textAt(column, row)));
    }
    try {
      double wanted = Double.parseDouble(each.value());
      double stored = table.valueAt(column, row);
      // As a float, where that is what the host had of it.
      return wanted == stored || (float) wanted == stored;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
