package io.plumbline.redact;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON Web Tokens, and keys of services that mark theirs. */
final class Tokens {
  /** What follows a key's beginning: letters and digits, and what else. */
  private enum Tail {
    ALPHANUMERIC(""),
    CAPITALS(""),
    HEX(""),
    BASE64_URL("-_"),
    BASE64("+/="),
    DOTTED("-_.");

    private final String also;

    Tail(String also) {
      this.also = also;
    }

    boolean has(char c) {
      boolean digit = c >= '0' && c <= '9';
      return switch (this) {
        case CAPITALS -> digit || (c >= 'A' && c <= 'Z');
        case HEX -> digit || (c >= 'a' && c <= 'f');
        default -> digit || Characters.isAsciiLetter(c) || also.indexOf(c) >= 0;
      };
    }
  }

  /**
   * @param length characters that follow the prefix, at least
   */
  private record Shape(String prefix, int length, Tail tail) {}

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("AKIA", 16, Tail.CAPITALS), // AWS
          new Shape("ASIA", 16, Tail.CAPITALS),
          new Shape("ABIA", 16, Tail.CAPITALS),
          new Shape("ACCA", 16, Tail.CAPITALS),
          new Shape("AIza", 35, Tail.BASE64_URL), // Google
          new Shape("GOCSPX-", 20, Tail.BASE64_URL),
          new Shape("ya29.", 20, Tail.BASE64_URL),
          new Shape("AccountKey=", 40, Tail.BASE64), // Azure
          new Shape("SharedAccessKey=", 40, Tail.BASE64),
          new Shape("ghp_", 36, Tail.ALPHANUMERIC), // GitHub
          new Shape("gho_", 36, Tail.ALPHANUMERIC),
          new Shape("ghu_", 36, Tail.ALPHANUMERIC),
          new Shape("ghs_", 36, Tail.ALPHANUMERIC),
          new Shape("ghr_", 36, Tail.ALPHANUMERIC),
          new Shape("github_pat_", 22, Tail.BASE64_URL),
          new Shape("glpat-", 20, Tail.BASE64_URL), // GitLab
          new Shape("xoxa-", 10, Tail.DOTTED), // Slack
          new Shape("xoxb-", 10, Tail.DOTTED),
          new Shape("xoxe-", 10, Tail.DOTTED),
          new Shape("xoxe.", 10, Tail.DOTTED),
          new Shape("xoxp-", 10, Tail.DOTTED),
          new Shape("xoxr-", 10, Tail.DOTTED),
          new Shape("xoxs-", 10, Tail.DOTTED),
          new Shape("xapp-", 10, Tail.DOTTED),
          new Shape("sk_live_", 16, Tail.ALPHANUMERIC), // Stripe
          new Shape("sk_test_", 16, Tail.ALPHANUMERIC),
          new Shape("rk_live_", 16, Tail.ALPHANUMERIC),
          new Shape("rk_test_", 16, Tail.ALPHANUMERIC),
          new Shape("whsec_", 24, Tail.BASE64),
          new Shape("sk-", 32, Tail.BASE64_URL), // OpenAI, Anthropic
          new Shape("SG.", 40, Tail.DOTTED), // SendGrid
          new Shape("SK", 32, Tail.HEX), // Twilio
          new Shape("AC", 32, Tail.HEX),
          new Shape("npm_", 36, Tail.ALPHANUMERIC),
          new Shape("pypi-", 50, Tail.BASE64_URL),
          new Shape("hf_", 30, Tail.ALPHANUMERIC), // Hugging Face
          new Shape("dop_v1_", 60, Tail.HEX), // DigitalOcean
          new Shape("shpat_", 32, Tail.HEX), // Shopify
          new Shape("dapi", 32, Tail.HEX), // Databricks
          new Shape("Bearer ", 20, Tail.DOTTED));

  private static final Shape[][] BY_FIRST = byFirst();

  private Tokens() {}

  private static Shape[][] byFirst() {
    Shape[][] shapes = new Shape[128][];
    for (char c = 0; c < shapes.length; c++) {
      List<Shape> begin = new ArrayList<>();
      for (Shape shape : SHAPES) {
        if (shape.prefix.charAt(0) == c) {
          begin.add(shape);
        }
      }
      shapes[c] = begin.toArray(new Shape[0]);
    }
    return shapes;
  }

  static @Nullable SensitiveKind find(String text, int start, int end) {
    char first = text.charAt(start);
    if (first >= BY_FIRST.length) {
      return null;
    }
    if (first == 'e' && isJwt(text, start, end)) {
      return SensitiveKind.JWT;
    }
    Shape[] shapes = BY_FIRST[first];
    for (int i = 0; i < shapes.length; i++) {
      if (matches(shapes[i], text, start, end)) {
        return SensitiveKind.API_KEY;
      }
    }
    return null;
  }

  private static boolean matches(Shape shape, String text, int start, int end) {
    int from = start + shape.prefix.length();
    if (from + shape.length > end || !text.startsWith(shape.prefix, start)) {
      return false;
    }
    for (int i = from; i < from + shape.length; i++) {
      if (!shape.tail.has(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** RFC 7519: a header that begins a JSON object, and two more parts or four. */
  private static boolean isJwt(String text, int start, int end) {
    if (!text.startsWith("eyJ", start) || (start > 0 && isTokenPart(text.charAt(start - 1)))) {
      return false;
    }
    int i = part(text, start, end);
    if (i - start < 10 || i >= end || text.charAt(i) != '.') {
      return false;
    }
    int payload = i + 1;
    i = part(text, payload, end);
    return i - payload >= 4 && i < end && text.charAt(i) == '.';
  }

  private static int part(String text, int from, int end) {
    int i = from;
    while (i < end && isTokenPart(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static boolean isTokenPart(char c) {
    return Tail.BASE64_URL.has(c);
  }

  /** PEM, RFC 7468. */
  static boolean isPrivateKey(String text, int start, int end) {
    if (!text.startsWith("-----BEGIN ", start)) {
      return false;
    }
    int limit = Math.min(end, start + 48);
    for (int i = start + 11; i < limit; i++) {
      if (text.startsWith("PRIVATE KEY", i)) {
        return true;
      }
    }
    return false;
  }
}
