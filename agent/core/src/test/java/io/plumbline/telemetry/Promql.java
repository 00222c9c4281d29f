package io.plumbline.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An expression of PromQL, laid out for people. It knows its labels and the series that it reads:
 * what asks for a label that is not there, or joins what has not the same labels and would never
 * match, is refused.
 */
sealed interface Promql permits PrometheusSeries, Promql.Expression {
  /** Lines after the first are indented as they are to stand. */
  String text();

  /** Names of the labels that the result may have. */
  Set<String> labels();

  /** What it reads. */
  Set<PrometheusSeries> reads();

  /** All but a series by itself. */
  record Expression(String text, Set<String> labels, Set<PrometheusSeries> reads)
      implements Promql {}

  /** A number has no labels and goes with everything. */
  static Promql number(String number) {
    return new Expression(number, Set.of(), Set.of());
  }

  /** What is there without labels, such as the default of all models. */
  static Promql vector(String number) {
    return number("vector(" + number + ")");
  }

  /** Two that may fire, one above the other. */
  static Promql either(Promql first, Promql second) {
    requireSameLabels(first, "or", second);
    return made(block(first.text()) + " or " + block(second.text()), first.labels(), first, second);
  }

  default Promql sumBy(AttributeKey<?>... kept) {
    return aggregate("sum", kept);
  }

  default Promql countBy(AttributeKey<?>... kept) {
    return aggregate("count", kept);
  }

  default Promql groupBy(AttributeKey<?>... kept) {
    return aggregate("group", kept);
  }

  /**
   * @param operator {@code sum}, {@code max}, …
   * @param kept the labels that stay; with none of them the answer is one number
   */
  default Promql aggregate(String operator, AttributeKey<?>... kept) {
    requireLabels(operator + " by", kept);
    String head = kept.length == 0 ? operator : operator + " by (" + names(kept) + ") ";
    return made(head + parenthesized(text()), labelsOf(kept), this);
  }

  /**
   * Numbers become a label: one series for each of them.
   *
   * @param label where the number stands
   */
  default Promql countValues(AttributeKey<?> label, AttributeKey<?>... kept) {
    requireLabels("count_values by", kept);
    Set<String> labels = new TreeSet<>(labelsOf(kept));
    labels.add(PrometheusSeries.label(label));
    return made(
        String.format(
            "count_values by (%s) %s",
            names(kept), parenthesized("\"" + PrometheusSeries.label(label) + "\", " + text())),
        labels,
        this);
  }

  /** The same with a label's value rewritten where it matches as a whole. */
  default Promql relabel(AttributeKey<?> label, String pattern, String replacement) {
    requireLabels("label_replace", label);
    String name = PrometheusSeries.label(label);
    return made(
        String.format(
            "label_replace(%s, \"%s\", \"%s\", \"%s\", \"%s\")",
            text(), name, replacement, name, pattern.replace("\\", "\\\\")),
        labels(),
        this);
  }

  /** Of a histogram's buckets. */
  default Promql quantile(String quantile) {
    requireLabels("histogram_quantile", PrometheusSeries.LE);
    Set<String> labels = new TreeSet<>(labels());
    labels.remove(PrometheusSeries.label(PrometheusSeries.LE));
    return made("histogram_quantile(" + quantile + ", " + text() + ")", labels, this);
  }

  default Promql absolute() {
    return made("abs(" + text() + ")", labels(), this);
  }

  /** In parentheses, on one line. */
  default Promql grouped() {
    return made("(" + text() + ")", labels(), this);
  }

  /** In parentheses, on lines of its own. */
  default Promql block() {
    return made(block(text()), labels(), this);
  }

  default Promql above(String number) {
    return above(number(number));
  }

  default Promql above(Promql other) {
    return arithmetic(" > ", other);
  }

  default Promql atLeast(String number) {
    return arithmetic(" >= ", number(number));
  }

  default Promql below(Promql other) {
    return arithmetic(" < ", other);
  }

  default Promql isZero() {
    return arithmetic(" == ", number("0"));
  }

  default Promql plus(Promql other) {
    return arithmetic(" + ", other);
  }

  default Promql minus(Promql other) {
    return arithmetic(" - ", other);
  }

  default Promql by(Promql other) {
    return arithmetic(" / ", other);
  }

  /** That many times this. */
  default Promql times(String factor) {
    return number(factor).arithmetic(" * ", this);
  }

  /** Each of this times the one number of another, which has no labels. */
  default Promql timesTheOne(Promql number) {
    return withTheOne(" * ", number);
  }

  default Promql aboveTheOne(Promql number) {
    return withTheOne(" > ", number);
  }

  /** The share that this is of a whole, which it has nothing of while the whole is nought. */
  default Promql shareOf(Promql whole) {
    requireSameLabels(this, "/", whole);
    Binding.require(text(), "/", whole.above("0").grouped().text());
    return made(text() + "\n  / (" + whole.text() + " > 0)", labels(), this, whole);
  }

  /** The shares that several series have of one whole. */
  default Promql sharesOf(Promql whole, AttributeKey<?>... on) {
    return perEach(whole.above("0").grouped(), on);
  }

  /** Each by the one that has these labels too. */
  default Promql perEach(Promql one, AttributeKey<?>... on) {
    requireLabels("on", on);
    one.requireLabels("on", on);
    Binding.require(text(), "/", one.text());
    return made(
        text() + "\n  / on (" + names(on) + ") group_left ()\n" + one.text(), labels(), this, one);
  }

  /** Nought for those of a whole that have none. */
  default Promql orNoughtOf(Promql whole) {
    requireSameLabels(this, "or", whole);
    Binding.require("0", "*", whole.text());
    return made("(" + text() + " or 0 * " + whole.text() + ")", labels(), this, whole);
  }

  default Promql and(Promql other) {
    requireSameLabels(this, "and", other);
    return set("and", other);
  }

  default Promql or(Promql other) {
    requireSameLabels(this, "or", other);
    return set("or", other);
  }

  default Promql unless(Promql other) {
    requireSameLabels(this, "unless", other);
    return set("unless", other);
  }

  default Promql andOn(Promql other, AttributeKey<?>... on) {
    return setOn("and", other, on);
  }

  default Promql unlessOn(Promql other, AttributeKey<?>... on) {
    return setOn("unless", other, on);
  }

  /** On the same line. */
  default Promql inlineAndOn(Promql other, AttributeKey<?>... on) {
    requireLabels("on", on);
    other.requireLabels("on", on);
    Binding.require(text(), "and", other.text());
    return made(text() + " and on (" + names(on) + ") " + other.text(), labels(), this, other);
  }

  /** On the same line, whatever the labels. */
  default Promql inlineOr(Promql other) {
    Binding.require(text(), "or", other.text());
    return made(text() + " or " + other.text(), labels(), this, other);
  }

  /** On the same line. */
  default Promql inlineUnless(Promql other) {
    requireSameLabels(this, "unless", other);
    Binding.require(text(), "unless", other.text());
    return made(text() + " unless " + other.text(), labels(), this, other);
  }

  /**
   * @throws IllegalArgumentException when one of them cannot be there
   */
  default void requireLabels(String what, AttributeKey<?>... wanted) {
    for (AttributeKey<?> label : wanted) {
      if (!labels().contains(PrometheusSeries.label(label))) {
        throw new IllegalArgumentException(
            String.format(
                "%s (%s): %s has no label %s, only %s",
                what,
                names(wanted),
                text(),
                PrometheusSeries.label(label),
                new TreeSet<>(labels())));
      }
    }
  }

  private Promql setOn(String operator, Promql other, AttributeKey<?>... on) {
    requireLabels("on", on);
    other.requireLabels("on", on);
    return set(operator + " on (" + names(on) + ")", other);
  }

  private Promql set(String operator, Promql other) {
    Binding.require(text(), operator, other.text());
    String right = other.text().contains("\n") ? other.text().replace("\n", "\n  ") : other.text();
    return made(text() + "\n  " + operator + " " + right, labels(), this, other);
  }

  private Promql withTheOne(String operator, Promql number) {
    if (!number.labels().isEmpty()) {
      throw new IllegalArgumentException(
          number.text() + " is not one number, it is by " + number.labels());
    }
    Binding.require(text(), operator, number.text());
    return made(text() + operator + "on () group_left () " + number.text(), labels(), this, number);
  }

  private Promql arithmetic(String operator, Promql other) {
    Binding.require(text(), operator, other.text());
    boolean withNumber = isNumber(this) || isNumber(other);
    if (!withNumber) {
      requireSameLabels(this, operator.strip(), other);
    }
    return made(
        text() + operator + other.text(), isNumber(this) ? other.labels() : labels(), this, other);
  }

  private static boolean isNumber(Promql expression) {
    return Pattern.matches("[0-9.]+", expression.text());
  }

  private static void requireSameLabels(Promql left, String operator, Promql right) {
    if (!left.labels().equals(right.labels())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' never matches: %s is by %s, and %s by %s",
              operator,
              left.text(),
              left.labels(),
              right.text(),
              right.labels()));
    }
  }

  private static String block(String text) {
    return "(\n  " + text.replace("\n", "\n  ") + "\n)";
  }

  private static String parenthesized(String text) {
    return text.contains("\n") ? block(text) : "(" + text + ")";
  }

  private static Promql made(String text, Set<String> labels, Promql... of) {
    Set<PrometheusSeries> reads =
        Arrays.stream(of)
            .flatMap(each -> each.reads().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return new Expression(text, labels, reads);
  }

  private static String names(AttributeKey<?>... labels) {
    return Stream.of(labels).map(PrometheusSeries::label).collect(Collectors.joining(", "));
  }

  private static Set<String> labelsOf(AttributeKey<?>... labels) {
    return Stream.of(labels)
        .map(PrometheusSeries::label)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
