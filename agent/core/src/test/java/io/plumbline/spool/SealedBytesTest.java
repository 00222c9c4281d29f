package io.plumbline.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class SealedBytesTest {
  private static final ByteBuffer BOUND = ByteBuffer.wrap(new byte[] {1, 2, 3});
  private static final byte[] PLAIN = "the patient's age".getBytes(StandardCharsets.UTF_8);

  private final byte[] secret = secret(1);

  static byte[] secret(int seed) {
    byte[] secret = new byte[SpoolKey.BYTES];
    Arrays.fill(secret, (byte) seed);
    return secret;
  }

  @Test
  void derivationIsThatOfTheRfc() throws GeneralSecurityException {
    HexFormat hex = HexFormat.of();
    byte[] derived =
        Hkdf.derive(
            hex.parseHex("0b".repeat(22)),
            hex.parseHex("000102030405060708090a0b0c"),
            hex.parseHex("f0f1f2f3f4f5f6f7f8f9"));

    assertThat(hex.formatHex(derived))
        .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  }

  @Test
  void whatWasSealedIsOpenedByItsDrawingAlone() throws GeneralSecurityException {
    ByteBuffer sealed = seal(newSealer());

    assertThat(sealed.remaining()).isEqualTo(PLAIN.length + SealedBytes.OVERHEAD_BYTES);
    byte[] salt = new byte[16];
    sealed.get(8, salt);
    byte[] info = "plumbline spool record".getBytes(StandardCharsets.US_ASCII);
    SecretKeySpec key = new SecretKeySpec(Hkdf.derive(secret, salt, info), "AES");
    ByteBuffer nonce = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    nonce.putInt(0).putLong(sealed.getLong(24));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce.array()));
    cipher.updateAAD(BOUND.duplicate());
    cipher.updateAAD(sealed.slice(0, 32));
    byte[] rest = new byte[sealed.remaining() - 32];
    sealed.get(32, rest);
    assertThat(cipher.doFinal(rest)).isEqualTo(PLAIN);
  }

  @Test
  void everyChangedBitIsNoticed() throws Exception {
    SpoolKeys keys = SpoolKeys.of(secret, List.of());
    ByteBuffer sealed = seal(newSealer());
    SealedBytes.Opener opener = keys.recordOpener();
    assertThat(open(opener, BOUND, sealed)).isEqualTo(PLAIN);

    for (int bit = 64; bit < 8 * sealed.limit(); bit++) { // before, it is another key
      ByteBuffer changed = copy(sealed);
      changed.put(bit / 8, (byte) (changed.get(bit / 8) ^ (1 << bit % 8)));
      assertThat(opener.open(BOUND.duplicate(), changed)).as("bit " + bit).isNull();
    }
    assertThat(opener.open(ByteBuffer.wrap(new byte[] {1, 2, 4}), copy(sealed))).isNull();
    assertThat(opener.open(BOUND.duplicate(), copy(sealed).limit(20))).isNull();
    assertThat(open(opener, BOUND, sealed)).isEqualTo(PLAIN);
  }

  @Test
  void anotherKeyIsNamedAndTellsNothing() throws Exception {
    ByteBuffer sealed = seal(newSealer());
    SpoolKeys others = SpoolKeys.of(secret(2), List.of(secret(3)));

    assertThatThrownBy(() -> others.recordOpener().open(BOUND.duplicate(), sealed))
        .isInstanceOf(MissingKeyException.class)
        .hasMessageContaining(SpoolKey.name(new SpoolKey(secret).id()));
    assertThat(others.toString()).matches("[0-9a-f]{16}, 2 in all");
  }

  @Test
  void noNonceComesTwiceWhoeverSealsAndHoweverOften() throws GeneralSecurityException {
    Set<ByteBuffer> nonces = new HashSet<>();
    int sealed = 0;
    for (int process = 0; process < 5; process++) {
      SealedBytes.Sealer sealer = newSealer();
      for (int segment = 0; segment < 3; segment++) {
        for (int i = 0; i < 100; i++) {
          ByteBuffer one = seal(sealer);
          nonces.add(copy(one).limit(32).position(8)); // salt and counter
          sealed++;
        }
        sealer.renew();
      }
    }
    assertThat(nonces).hasSize(sealed);
  }

  private SealedBytes.Sealer newSealer() throws GeneralSecurityException {
    return Objects.requireNonNull(SpoolKeys.of(secret, List.of()).recordSealer());
  }

  private static ByteBuffer seal(SealedBytes.Sealer sealer) throws GeneralSecurityException {
    ByteBuffer into = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    sealer.seal(BOUND.duplicate(), ByteBuffer.wrap(PLAIN), into);
    return into.flip();
  }

  private static byte[] open(SealedBytes.Opener opener, ByteBuffer bound, ByteBuffer sealed)
      throws MissingKeyException {
    return Objects.requireNonNull(opener.open(bound.duplicate(), sealed.duplicate())).array();
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes.duplicate())
        .flip();
  }
}
