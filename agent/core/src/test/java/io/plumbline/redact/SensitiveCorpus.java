package io.plumbline.redact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A corpus of made-up personal data, and of what only looks like it, each alone or within a text.
 * It holds forms that the detectors do not know, too: what share they find is to be told honestly.
 */
final class SensitiveCorpus {
  static final int EACH = 2000;
  static final long SEED = 20261128;

  /**
   * @param kind null for a lookalike
   */
  record Sample(@Nullable SensitiveKind kind, String text) {}

  private final SplittableRandom random = new SplittableRandom(SEED);

  static List<Sample> all() {
    SensitiveCorpus corpus = new SensitiveCorpus();
    List<Sample> samples = new ArrayList<>();
    for (SensitiveKind kind : SensitiveKind.values()) {
      List<Supplier<String>> forms = corpus.forms(kind);
      for (int i = 0; i < EACH; i++) {
        samples.add(new Sample(kind, corpus.within(forms.get(i % forms.size()).get())));
      }
    }
    List<Supplier<String>> lookalikes = corpus.lookalikes();
    for (int i = 0; i < EACH * SensitiveKind.values().length; i++) {
      samples.add(new Sample(null, corpus.within(lookalikes.get(i % lookalikes.size()).get())));
    }
    return samples;
  }

  private String within(String value) {
    return switch (random.nextInt(10)) {
      case 0 -> "value " + value + " is not allowed";
      case 1 -> "{\"v\":\"" + value + "\",\"n\":7}";
      case 2 -> "id=" + value + "&page=2";
      case 3 -> "Unknown: " + value + ".";
      case 4 -> "[" + value + "]";
      case 5 -> value + ", then more";
      default -> value;
    };
  }

  private List<Supplier<String>> forms(SensitiveKind kind) {
    return switch (kind) {
      case EMAIL ->
          List.of(
              () -> word() + "." + word() + "@" + word() + ".com",
              () -> word() + digits(3) + "@" + word() + "-" + word() + ".co.uk",
              () -> word() + "+" + word() + "@mail." + word() + ".org",
              () -> word() + "_" + word() + "%40" + word() + ".net",
              () -> word() + "@" + word() + ".museum",
              () -> "jürgen." + word() + "@münchen.de",
              () -> word() + " (at) " + word() + ".com",
              () -> word() + "@" + word() + ".io");
      case PAYMENT_CARD ->
          List.of(
              () -> card("4", 16),
              () -> grouped(card("4", 16), " ", 4, 4, 4, 4),
              () -> grouped(card("5" + (1 + random.nextInt(5)), 16), "-", 4, 4, 4, 4),
              () -> card("37", 15),
              () -> grouped(card("34", 15), " ", 4, 6, 5),
              () -> card("6011", 16),
              () -> card("3530", 16),
              () -> card("2" + (300 + random.nextInt(300)), 16),
              () -> card("36", 14),
              () -> "card" + card("4", 16) + "x",
              () -> grouped(card("4", 16), " ", 2, 4, 4, 6));
      case PHONE ->
          List.of(
              () -> "+44 20 7" + digits(3) + " " + digits(4),
              () -> "+1" + area() + area() + digits(4),
              () -> "+49 151 " + digits(8),
              () -> "+33 6 " + grouped(digits(8), " ", 2, 2, 2, 2),
              () -> "(" + area() + ") " + area() + "-" + digits(4),
              () -> area() + "-" + area() + "-" + digits(4),
              () -> area() + "." + area() + "." + digits(4),
              () -> "06 " + grouped(digits(8), " ", 2, 2, 2, 2),
              () -> "0171 " + digits(7),
              () -> "020 7" + digits(3) + " " + digits(4),
              () -> "090-" + digits(4) + "-" + digits(4),
              () -> "0044" + "7" + digits(9),
              () -> "07" + digits(9),
              () -> area() + area() + digits(4),
              () -> "6" + digits(2) + " " + digits(3) + " " + digits(3));
      case IBAN ->
          List.of(
              () -> iban("DE", digits(18)),
              () -> spaced(iban("DE", digits(18))),
              () -> iban("GB", letters(4) + digits(14)),
              () -> spaced(iban("FR", digits(10) + letters(1) + digits(10) + digits(2))),
              () -> iban("NL", letters(4) + digits(10)),
              () -> iban("ES", digits(20)).toLowerCase(Locale.ROOT),
              () -> spaced(iban("CH", digits(17))));
      case NATIONAL_ID ->
          List.of(
              () -> ssn("-"),
              () -> ssn(" "),
              () -> ssn(""),
              () -> cpf(true),
              () -> cpf(false),
              this::pesel,
              this::aadhaar,
              this::french,
              this::chinese,
              this::swedish,
              this::british,
              this::dni,
              this::dutch);
      case IP_ADDRESS ->
          List.of(
              this::ipV4,
              () -> ipV4() + ":" + (1024 + random.nextInt(60_000)),
              () -> IntStream.range(0, 8).mapToObj(i -> hex(4)).collect(Collectors.joining(":")),
              () -> "2001:db8::" + hex(4) + ":" + hex(3),
              () -> "fe80::" + hex(4) + ":" + hex(4) + ":" + hex(4) + ":" + hex(4),
              () -> ipV4() + "/24");
      case JWT ->
          List.of(
              () -> "eyJhbGciOiJIUzI1NiJ9.eyJ" + token(40) + "." + token(43),
              () -> "Bearer eyJ" + token(30) + ".eyJ" + token(120) + "." + token(86),
              () -> "eyJ" + token(20) + "." + token(30) + ".");
      case API_KEY ->
          List.of(
              () -> "AKIA" + capitals(16),
              () -> "ghp_" + alphanumeric(36),
              () -> "glpat-" + alphanumeric(20),
              () -> "xoxb-" + digits(11) + "-" + digits(12) + "-" + alphanumeric(24),
              () -> "sk_live_" + alphanumeric(24),
              () -> "sk-proj-" + alphanumeric(48),
              () -> "AIza" + alphanumeric(35),
              () -> "npm_" + alphanumeric(36),
              () -> "hf_" + alphanumeric(34),
              () -> "-----BEGIN EC PRIVATE KEY-----\n" + alphanumeric(64),
              () -> alphanumeric(40),
              () -> "SG." + alphanumeric(22) + "." + alphanumeric(43));
    };
  }

  /** What people put into features, labels and messages. */
  private List<Supplier<String>> lookalikes() {
    return List.of(
        this::word,
        () -> word() + " " + word() + " " + word(),
        () -> word() + "_" + word() + "_" + digits(2),
        () -> digits(1 + random.nextInt(9)),
        () -> "-" + digits(3) + "." + digits(6),
        () -> "0." + digits(16),
        () -> String.valueOf(1_500_000_000L + random.nextInt(400_000_000)),
        () -> (1_500_000_000L + random.nextInt(400_000_000)) + digits(3),
        () -> (1_500_000_000L + random.nextInt(400_000_000)) + digits(6),
        this::uuid,
        () -> hex(40),
        () -> hex(64),
        () -> hex(2) + ":" + hex(2) + ":" + hex(2) + ":" + hex(2) + ":" + hex(2) + ":" + hex(2),
        () -> "2024-0" + (1 + random.nextInt(9)) + "-1" + digits(1),
        () -> "2024-11-2" + digits(1) + "T1" + digits(1) + ":3" + digits(1) + ":00.123Z",
        () -> "2" + digits(1) + ".11.2024 1" + digits(1) + ":05",
        () -> digits(1) + "." + digits(1) + "." + digits(2),
        () -> "v" + digits(1) + "." + digits(2) + "." + digits(1) + "-rc" + digits(1),
        () -> "1" + digits(2) + ",4" + digits(2) + "." + digits(2),
        () -> "4" + digits(1) + ".0" + digits(4) + ", -7" + digits(1) + "." + digits(5),
        () -> "SKU-" + digits(6) + "-" + capitals(2),
        () -> "ORD" + digits(10),
        () -> "1Z" + capitals(16),
        () -> "978-" + digits(1) + "-" + digits(4) + "-" + digits(4) + "-" + digits(1),
        () -> "5" + digits(12),
        () -> digits(9),
        () -> "9" + digits(11),
        () -> "8" + digits(15),
        () -> "/var/lib/" + word() + "/" + word() + "-" + digits(4) + ".json",
        () -> "com.acme." + word() + ".Scorer$" + word(),
        () -> "java.lang.IllegalArgumentException: " + word() + " < " + digits(3),
        () -> "https://" + word() + ".example.com/" + word() + "?q=" + digits(5),
        () -> word() + "@" + digits(1) + "." + digits(1) + "." + digits(2),
        () -> "@" + word(),
        () -> "#" + hex(6),
        () -> "[" + digits(2) + ", " + digits(2) + ", " + digits(2) + ", " + digits(2) + "]",
        () -> digits(2) + " " + digits(2) + " " + digits(2),
        () -> "tensor(" + digits(3) + "x" + digits(3) + ")",
        () -> "std::" + word() + "::" + word(),
        () -> "12:3" + digits(1) + ":5" + digits(1));
  }

  private String ssn(String separator) {
    int area = 1 + random.nextInt(665);
    return String.format(
        Locale.ROOT,
        "%03d%s%02d%s%04d",
        area,
        separator,
        1 + random.nextInt(99),
        separator,
        1 + random.nextInt(9999));
  }

  private String cpf(boolean written) {
    String body = digits(9);
    for (int length = 9; length < 11; length++) {
      int sum = 0;
      for (int i = 0; i < length; i++) {
        sum += (body.charAt(i) - '0') * (length + 1 - i);
      }
      body += sum % 11 < 2 ? 0 : 11 - sum % 11;
    }
    return written ? body.replaceFirst("(...)(...)(...)(..)", "$1.$2.$3-$4") : body;
  }

  private String pesel() {
    String body =
        String.format(
                Locale.ROOT,
                "%02d%02d%02d",
                random.nextInt(100),
                1 + random.nextInt(12),
                1 + random.nextInt(28))
            + digits(4);
    int[] weights = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    int sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += weights[i] * (body.charAt(i) - '0');
    }
    return body + (10 - sum % 10) % 10;
  }

  /**
   * By the group itself rather than by its tables: Verhoeff's is the dihedral group of order ten.
   */
  private String aadhaar() {
    String body = (2 + random.nextInt(8)) + digits(10);
    for (int check = 0; check < 10; check++) {
      int c = 0;
      String all = body + check;
      for (int i = 0; i < 12; i++) {
        int digit = all.charAt(11 - i) - '0';
        for (int turn = 0; turn < i % 8; turn++) {
          digit = "1576283094".charAt(digit) - '0';
        }
        c = dihedral(c, digit);
      }
      if (c == 0) {
        return random.nextBoolean() ? all : grouped(all, " ", 4, 4, 4);
      }
    }
    throw new IllegalStateException("one of ten digits fits");
  }

  private static int dihedral(int a, int b) {
    int rotation = a < 5 ? (a + b % 5) % 5 : (a % 5 - b % 5 + 5) % 5;
    return (a < 5) == (b < 5) ? rotation : rotation + 5;
  }

  private String french() {
    String body =
        (1 + random.nextInt(2))
            + digits(2)
            + String.format(Locale.ROOT, "%02d", 1 + random.nextInt(12))
            + digits(8);
    String all = body + String.format(Locale.ROOT, "%02d", 97 - Long.parseLong(body) % 97);
    return random.nextBoolean() ? all : grouped(all, " ", 1, 2, 2, 2, 3, 3, 2);
  }

  private String chinese() {
    String body =
        "110105"
            + String.format(
                Locale.ROOT,
                "%d%02d%02d",
                1940 + random.nextInt(70),
                1 + random.nextInt(12),
                1 + random.nextInt(28))
            + digits(3);
    int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += weights[i] * (body.charAt(i) - '0');
    }
    return body + "10X98765432".charAt(sum % 11);
  }

  private String swedish() {
    String body =
        String.format(
                Locale.ROOT,
                "%02d%02d%02d",
                random.nextInt(100),
                1 + random.nextInt(12),
                1 + random.nextInt(28))
            + digits(3);
    String all = withLuhn(body);
    return all.substring(0, 6) + "-" + all.substring(6);
  }

  private String british() {
    String letters = "ABCEGHJKLMNPRSTWXYZ";
    String all =
        ""
            + letters.charAt(random.nextInt(letters.length()))
            + "AB".charAt(random.nextInt(2))
            + digits(6)
            + "ABCD".charAt(random.nextInt(4));
    return random.nextBoolean() ? all : grouped(all, " ", 2, 2, 2, 2, 1);
  }

  private String dni() {
    String body = digits(8);
    return body + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(body) % 23);
  }

  /** Nine digits with a check modulo eleven: of a kind that is not looked for. */
  private String dutch() {
    while (true) {
      String body = digits(9);
      int sum = -(body.charAt(8) - '0');
      for (int i = 0; i < 8; i++) {
        sum += (9 - i) * (body.charAt(i) - '0');
      }
      if (sum % 11 == 0) {
        return body;
      }
    }
  }

  private String card(String prefix, int length) {
    return withLuhn(prefix + digits(length - prefix.length() - 1));
  }

  private static String withLuhn(String body) {
    int sum = 0;
    for (int i = 0; i < body.length(); i++) {
      int digit = body.charAt(body.length() - 1 - i) - '0';
      int twice = digit * 2;
      sum += i % 2 == 0 ? twice / 10 + twice % 10 : digit;
    }
    return body + (10 - sum % 10) % 10;
  }

  private static String iban(String country, String account) {
    StringBuilder number = new StringBuilder();
    (account + country + "00").chars().forEach(c -> number.append(Character.digit(c, 36)));
    int check = 98 - new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue();
    return country + String.format(Locale.ROOT, "%02d", check) + account;
  }

  private static String spaced(String iban) {
    return iban.replaceAll("(.{4})(?!$)", "$1 ");
  }

  private static String grouped(String text, String separator, int... lengths) {
    List<String> groups = new ArrayList<>();
    int from = 0;
    for (int length : lengths) {
      groups.add(text.substring(from, from + length));
      from += length;
    }
    return String.join(separator, groups);
  }

  private String area() {
    return (2 + random.nextInt(8)) + digits(2);
  }

  private String ipV4() {
    return (1 + random.nextInt(223))
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256);
  }

  private String uuid() {
    return hex(8) + "-" + hex(4) + "-4" + hex(3) + "-a" + hex(3) + "-" + hex(12);
  }

  private String word() {
    String syllables = "ka to mi ra sel von del ber gan tis lor fen mo ji pu xa";
    String[] all = syllables.split(" ", -1);
    return IntStream.range(0, 2 + random.nextInt(3))
        .mapToObj(i -> all[random.nextInt(all.length)])
        .collect(Collectors.joining());
  }

  private String digits(int count) {
    return of("0123456789", count);
  }

  private String letters(int count) {
    return of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", count);
  }

  private String capitals(int count) {
    return of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", count);
  }

  private String alphanumeric(int count) {
    return of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", count);
  }

  private String token(int count) {
    return of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", count);
  }

  private String hex(int count) {
    return of("0123456789abcdef", count);
  }

  private String of(String alphabet, int count) {
    StringBuilder text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
