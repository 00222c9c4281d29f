package io.plumbline.redact;

/**
 * SHA-256's compression over scratch memory of its own, so that it allocates nothing and loads no
 * provider on a thread of the host. FIPS 180-4; {@code HashKeyTest} compares it with the JDK's. For
 * one thread at a time.
 */
final class Sha256 {
  static final int BLOCK_BYTES = 64;

  private static final int[] INITIAL = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
  };

  private static final int[] K = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
  };

  private final int[] state = new int[8];
  private final int[] words = new int[64];

  /** Bytes of the block that is being filled, in {@link #words}. */
  private int filled;

  private long length;

  void begin() {
    begin(INITIAL, 0);
  }

  /**
   * @param from the state after {@code bytes} bytes, whole blocks
   */
  void begin(int[] from, int bytes) {
    System.arraycopy(from, 0, state, 0, 8);
    filled = 0;
    length = bytes;
  }

  void put(int value) {
    int word = filled >> 2;
    words[word] = (filled & 3) == 0 ? value << 24 : words[word] | value << (24 - 8 * (filled & 3));
    filled++;
    length++;
    if (filled == BLOCK_BYTES) {
      compress();
      filled = 0;
    }
  }

  /** Ends the message; the digest is in {@link #word}. */
  void end() {
    long bits = length * 8;
    put(0x80);
    while (filled != BLOCK_BYTES - Long.BYTES) {
      put(0);
    }
    words[14] = (int) (bits >>> 32);
    words[15] = (int) bits;
    compress();
    filled = 0;
  }

  /** The eight words of the state. */
  int word(int index) {
    return state[index];
  }

  int[] copyOfState() {
    return state.clone();
  }

  private void compress() {
    int[] w = words;
    for (int i = 16; i < 64; i++) {
      int early = w[i - 15];
      int late = w[i - 2];
      int s0 = Integer.rotateRight(early, 7) ^ Integer.rotateRight(early, 18) ^ early >>> 3;
      int s1 = Integer.rotateRight(late, 17) ^ Integer.rotateRight(late, 19) ^ late >>> 10;
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    int a = state[0];
    int b = state[1];
    int c = state[2];
    int d = state[3];
    int e = state[4];
    int f = state[5];
    int g = state[6];
    int h = state[7];
    for (int i = 0; i < 64; i++) {
      int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
      int first = h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i];
      int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
      int second = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + first;
      d = c;
      c = b;
      b = a;
      a = first + second;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }
}
