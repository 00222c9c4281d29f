package io.plumbline.it.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Secrets that are made up from a seed, so that the host that lets them through and the test that
 * looks for them have the same ones. Each has at least eight characters, and comes once.
 */
public final class Canaries {
  /** Of the detectors' kinds, and last of none that they know. */
  public static final int KINDS = 9;

  private static final int UNKNOWN = KINDS - 1;
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private final SplittableRandom random;

  private Canaries(long seed) {
    random = new SplittableRandom(seed);
  }

  public static List<String> of(long seed, int count) {
    Canaries canaries = new Canaries(seed);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(canaries.next(i % KINDS));
    }
    return all;
  }

  /** Whether a detector knows what stands at that place of the list. */
  public static boolean isKnown(int index) {
    return index % KINDS != UNKNOWN;
  }

  private String next(int kind) {
    return switch (kind) {
      case 0 -> letters(9) + "@" + letters(7) + ".example.org";
      case 1 -> card();
      case 2 -> "+49 151 " + digits(8);
      case 3 -> iban();
      case 4 -> "123-" + (10 + random.nextInt(90)) + "-" + (1000 + random.nextInt(9000));
      case 5 -> "203." + (100 + random.nextInt(100)) + "." + octet() + "." + octet();
      case 6 -> "ghp_" + letters(36);
      case 7 -> "eyJhbGciOiJIUzI1NiJ9." + letters(20) + "." + letters(43);
      default -> "Morbus " + letters(14);
    };
  }

  private String card() {
    String body = "4" + digits(14);
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = body.charAt(body.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
    }
    return body + (10 - sum % 10) % 10;
  }

  private String iban() {
    String account = digits(18);
    // D is 13, E is 14.
    long remainder = 0;
    for (char c : (account + "131400").toCharArray()) {
      remainder = (remainder * 10 + c - '0') % 97;
    }
    long check = 98 - remainder;
    return "DE" + (check < 10 ? "0" : "") + check + account;
  }

  private int octet() {
    return 100 + random.nextInt(156);
  }

  private String digits(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(random.nextInt(10));
    }
    return text.toString();
  }

  private String letters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
