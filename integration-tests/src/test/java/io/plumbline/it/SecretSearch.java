package io.plumbline.it;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for many secrets in many bytes at once, each as it is, in UTF-16, in base64 wherever it may
 * begin, and in hex; one of digits as a number of eight bytes and as Protobuf has it, too.
 */
final class SecretSearch {
  private static final int HEAD = 8;
  private static final int FILTER_BITS = 1 << 20;

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Needle(byte[] bytes, String secret) {}

  private final Map<Long, List<Needle>> byHead = new HashMap<>();

  /** Of nearly every place in some ten megabytes it says at once that nothing begins there. */
  private final BitSet heads = new BitSet(FILTER_BITS);

  SecretSearch(List<String> secrets) {
    secrets.forEach(this::add);
  }

  private void add(String secret) {
    byte[] utf8 = secret.getBytes(StandardCharsets.UTF_8);
    add(utf8, secret);
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      add(secret.getBytes(charset), secret);
    }
    String hex = HexFormat.of().formatHex(utf8);
    add(hex.getBytes(StandardCharsets.US_ASCII), secret);
    add(hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII), secret);
    for (int before = 0; before < 3; before++) {
      addBase64(utf8, before, secret);
    }
    if (secret.matches("[0-9]{10,18}")) {
      long number = Long.parseLong(secret);
      addNumber(number, secret);
      addNumber(Double.doubleToLongBits((double) number), secret);
      addVarint(number, secret);
    }
  }

  /** Without the characters at both ends that its neighbours share. */
  private void addBase64(byte[] utf8, int before, String secret) {
    byte[] shifted = new byte[before + utf8.length];
    System.arraycopy(utf8, 0, shifted, before, utf8.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = before == 0 ? 0 : before + 1;
    int to = shifted.length / 3 * 4;
    if (to - from >= HEAD) {
      add(text.substring(from, to).getBytes(StandardCharsets.US_ASCII), secret);
    }
  }

  private void addNumber(long bits, String secret) {
    add(ByteBuffer.allocate(Long.BYTES).putLong(bits).array(), secret);
    add(ByteBuffer.allocate(Long.BYTES).putLong(Long.reverseBytes(bits)).array(), secret);
  }

  /** Seven bits a byte, the lowest first; shorter ones could be anything. */
  private void addVarint(long number, String secret) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long rest = number;
    for (; rest >= 0x80; rest >>>= 7) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
    }
    bytes.write((int) rest);
    if (bytes.size() >= HEAD) {
      add(bytes.toByteArray(), secret);
    }
  }

  private void add(byte[] bytes, String secret) {
    long head = head(bytes, 0);
    heads.set(bit(head));
    byHead.computeIfAbsent(head, h -> new ArrayList<>()).add(new Needle(bytes, secret));
  }

  private static int bit(long head) {
    return (int) ((head * 0x9E3779B97F4A7C15L) >>> 44);
  }

  private static long head(byte[] bytes, int at) {
    long head = 0;
    for (int i = 0; i < HEAD; i++) {
      head = head << 8 | (bytes[at + i] & 0xFF);
    }
    return head;
  }

  /** Which of the secrets are in there. */
  Set<String> in(byte[] haystack) {
    Set<String> found = new TreeSet<>();
    long head = 0;
    for (int i = 0; i < haystack.length; i++) {
      head = head << 8 | (haystack[i] & 0xFF);
      boolean mayBegin = i >= HEAD - 1 && heads.get(bit(head));
      List<Needle> needles = mayBegin ? byHead.get(head) : null;
      if (needles != null) {
        for (Needle needle : needles) {
          int from = i - HEAD + 1;
          int to = from + needle.bytes.length;
          if (to <= haystack.length
              && Arrays.equals(haystack, from, to, needle.bytes, 0, needle.bytes.length)) {
            found.add(needle.secret);
          }
        }
      }
    }
    return found;
  }
}
