package io.plumbline.telemetry;

import io.plumbline.capture.Inference;
import io.plumbline.capture.InferenceDecoder;
import io.plumbline.redact.ValueRule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the calls of somebody in what was captured, by what features said. For one thread. */
public final class SubjectSearch {
  /** What a call was found to be. */
  public enum Finding {
    OTHER,
    /** One of its rows says all that was asked for. */
    SUBJECT,
    /** One of its rows says what rules make of all that was asked for, and of other values too. */
    AMBIGUOUS,
    /** It may be, and what would tell was removed before it was stored. */
    NOT_SEARCHABLE
  }

  private final List<WantedValue> wanted;
  private final @Nullable WantedValue model;
  private final RulesOfRecords rules;
  private final InferenceDecoder decoder = new InferenceDecoder();
  private final InputLayouts layouts = new InputLayouts();

  /**
   * @param conditions feature and value, as the host had it; all must hold in one row
   * @param model null for any
   * @param redaction what may have been made of the values
   */
  public SubjectSearch(
      List<? extends Map.Entry<String, String>> conditions,
      @Nullable String model,
      KnownRedaction redaction) {
    this.wanted =
        conditions.stream()
            .map(each -> new WantedValue(each.getKey(), each.getValue(), redaction))
            .toList();
    this.model = model == null ? null : new WantedValue("", model, redaction);
    this.rules = new RulesOfRecords(redaction.policies());
  }

  /**
   * @param record one whole record
   * @throws RuntimeException when it makes no sense
   */
  public Finding find(ByteBuffer record) {
    Inference inference = decoder.decode(record);
    Match ofModel =
        model == null
            ? Match.SURE
            : model.inText(inference.model().name(), rules.ofModelName(inference), false);
    return switch (ofModel == Match.NONE ? ofModel : ofModel.and(inRows(inference))) {
      case NONE -> Finding.OTHER;
      case UNKNOWN -> Finding.NOT_SEARCHABLE;
      case ONE_OF_SEVERAL -> Finding.AMBIGUOUS;
      case SURE -> Finding.SUBJECT;
    };
  }

  private Match inRows(Inference inference) {
    InputTable table = layouts.table(inference);
    Match found = Match.NONE;
    for (int row = 0; row < Math.max(1, table.rows()); row++) {
      found = found.or(inRow(inference, table, row));
    }
    return found;
  }

  private Match inRow(Inference inference, InputTable table, int row) {
    Match all = Match.SURE;
    for (WantedValue each : wanted) {
      all = all.and(inRow(inference, table, row, each));
    }
    return all;
  }

  private Match inRow(Inference inference, InputTable table, int row, WantedValue each) {
    for (InputLayout.Column column : table.columns()) {
      if (column.name().equals(each.feature())) {
        return table.isRemoved(column, row)
            ? Match.UNKNOWN
            : inColumn(inference, table, column, row, each);
      }
    }
    // The model has it, and this call does not show it: a rule, or a limit, left it out.
    return inference.model().features().contains(each.feature()) ? Match.UNKNOWN : Match.NONE;
  }

  private Match inColumn(
      Inference inference, InputTable table, InputLayout.Column column, int row, WantedValue each) {
    ValueRule rule = rules.of(inference, table, column);
    if (table.isText(column) || table.isBoolean(column)) {
      return each.inText(table.textAt(column, row), rule, inference.truncated());
    }
    return table.isInteger(column)
        ? each.inInteger(table.longAt(column, row), rule)
        : each.inFraction(table.valueAt(column, row), rule);
  }
}
