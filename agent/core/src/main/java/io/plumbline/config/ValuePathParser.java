package io.plumbline.config;

import io.plumbline.config.ValuePath.Root;
import io.plumbline.config.ValuePath.Step;
import java.util.ArrayList;
import java.util.List;

/** Reads {@link ValuePath}s. */
final class ValuePathParser {
  private static final int MAX_STEPS = 32;

  private final String text;
  private int position;

  ValuePathParser(String text) {
    this.text = text;
  }

  ValuePath parse() {
    String name = identifier();
    Root root = root(name);
    int argument = root == Root.ARGUMENT ? number(name.substring("arg".length()), 1) : 0;
    List<Step> steps = new ArrayList<>();
    while (position < text.length()) {
      steps.add(step());
      if (steps.size() > MAX_STEPS) {
        throw expected("at most " + MAX_STEPS + " steps");
      }
    }
    return new ValuePath(text, root, argument, steps);
  }

  private Root root(String name) {
    if (name.equals("this")) {
      return Root.THIS;
    }
    if (name.equals("return")) {
      return Root.RETURN;
    }
    if (name.matches("arg[0-9]+")) {
      return Root.ARGUMENT;
    }
    position = 0;
    throw expected("this, return, or an argument such as arg0");
  }

  private Step step() {
    if (take('.')) {
      return named();
    }
    if (take('[')) {
      return take('"') ? key('"') : take('\'') ? key('\'') : index();
    }
    throw expected(". or [");
  }

  private Step named() {
    String name = identifier();
    if (name.isEmpty()) {
      throw expected("a name");
    }
    if (!take('(')) {
      return new ValuePath.Property(name);
    }
    if (!take(')')) {
      throw expected(") since only methods without arguments are called");
    }
    return new ValuePath.Call(name);
  }

  private Step index() {
    if (take('*')) {
      closeBracket();
      return new ValuePath.Each();
    }
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    if (start == position) {
      throw expected("a number, * or a key in quotes");
    }
    int index = number(text.substring(start, position), start);
    closeBracket();
    return new ValuePath.Index(index);
  }

  private Step key(char quote) {
    int end = text.indexOf(quote, position);
    if (end < 0) {
      position = text.length();
      throw expected(String.valueOf(quote));
    }
    String key = text.substring(position, end);
    position = end + 1;
    closeBracket();
    return new ValuePath.Key(key);
  }

  private void closeBracket() {
    if (!take(']')) {
      throw expected("]");
    }
  }

  private int number(String digits, int start) {
    if (digits.length() > 9) {
      position = start;
      throw expected("a smaller number");
    }
    return Integer.parseInt(digits);
  }

  private String identifier() {
    int start = position;
    while (position < text.length() && Character.isJavaIdentifierPart(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  private boolean take(char wanted) {
    if (position < text.length() && text.charAt(position) == wanted) {
      position++;
      return true;
    }
    return false;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private IllegalArgumentException expected(String what) {
    return new IllegalArgumentException("expected " + what + " at column " + (position + 1));
  }
}
