package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashKeyTest {
  private static final String KEY = "a key that nobody else has";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FR",
        "Zürich €5 \uD83D\uDE00",
        "half a pair \uD83D",
        "exactly fifty-five bytes, which is the most of one block",
        "0123456789012345678901234567890123456789012345678901234567890123",
        "longer than two blocks: 0123456789012345678901234567890123456789012345678901234567890123"
            + "0123456789012345678901234567890123456789012345678901234567890123"
      })
  void isTheBeginningOfTheJdksHmacSha256(String text) throws Exception {
    assertThat(HashKey.of(KEY, null).hash(text)).isEqualTo(jdk(KEY, text));
    String longKey = KEY.repeat(5);
    assertThat(HashKey.of(longKey, null).hash(text)).isEqualTo(jdk(longKey, text));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 7, -7, 10, 1234567890123L, Long.MAX_VALUE, Long.MIN_VALUE})
  void numbersAreHashedAsTheirDigits(long number) {
    HashKey key = HashKey.of(KEY, null);
    TextHasher hasher = new TextHasher();

    assertThat(hasher.hash(key, number)).isEqualTo(key.hash(Long.toString(number)));
    assertThat(TextHasher.digits(number)).isEqualTo(Long.toString(number).length());
  }

  @Test
  void writtenHashNamesItsKeyAndTellsTheLength() {
    HashKey key = HashKey.of(KEY, "2026-11");

    assertThat(key.written("FR"))
        .isEqualTo("hash:2026-11:" + HexFormat.of().toHexDigits(key.hash("FR")) + "/2");
  }

  @Test
  void derivedIdIsStableAndDiffersByKey() {
    assertThat(HashKey.of(KEY, null).id()).isEqualTo(HashKey.of(KEY, null).id()).hasSize(8);
    assertThat(HashKey.of(KEY + "!", null).id()).isNotEqualTo(HashKey.of(KEY, null).id());
  }

  @Test
  void longTextsAreHashedByTheirBeginning() {
    HashKey key = HashKey.of(KEY, null);
    String begin = "x".repeat(HashKey.MOST_HASHED);

    assertThat(key.hash(begin + "and more")).isEqualTo(key.hash(begin));
  }

  @Test
  void keyIsNeverWritten() {
    assertThat(HashKey.of(KEY, null).toString()).doesNotContain(KEY);
    assertThatThrownBy(() -> HashKey.of("short", null)).hasMessageNotContaining("short ");
  }

  private static long jdk(String key, String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    return Long.parseUnsignedLong(HexFormat.of().formatHex(digest, 0, 8), 16);
  }
}
