package io.plumbline.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyedHashTest {
  private final KeyedHash hash = new KeyedHash(countingBytes(KeyedHash.KEY_BYTES));

  /** Vectors of the reference implementation for the messages 00, 01, 02 … of even length. */
  @ParameterizedTest
  @CsvSource({
    "0, 726fdb47dd0e0e31",
    "2, 0d6c8009d9a94f5a",
    "4, cf2794e0277187b7",
    "6, cbc9466e58fee3ce",
    "8, 93f5f5799a932462",
    "10, 7a5dbbc594ddb9f3",
    "12, 751e8fbc860ee5fb",
    "14, f723ca908e7af2ee"
  })
  void hashIsSipHash24OfTheUtf16Bytes(int bytes, String expected) {
    assertThat(Long.toHexString(hash.hash(text(countingBytes(bytes)))))
        .isEqualTo(expected.replaceFirst("^0+", ""));
  }

  @Test
  void numberIsHashedAsItsEightBytes() {
    assertThat(hash.hash(0x0706_0504_0302_0100L)).isEqualTo(hash.hash(text(countingBytes(8))));
    assertThat(hash.hash(0)).isNotEqualTo(hash.hash(""));
  }

  @Test
  void anotherKeyGivesAnotherHash() {
    KeyedHash other = new KeyedHash(KeyedHash.newKey());

    assertThat(other.hash("alice")).isNotEqualTo(hash.hash("alice"));
  }

  @Test
  void keyOfAnotherLengthIsRefusedInWords() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyedHash(new byte[3]))
        .withMessage("a redaction key has 16 bytes, not 3");
  }

  @Test
  void keyIsNotInItsText() {
    assertThat(hash.toString()).isEqualTo("KeyedHash");
  }

  private static byte[] countingBytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static String text(byte[] littleEndian) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < littleEndian.length; i += 2) {
      text.append((char) (littleEndian[i] | littleEndian[i + 1] << 8));
    }
    return text.toString();
  }
}
