package io.plumbline.bootstrap;

/**
 * What a class file names, without reading more of it (JVMS 4.4): nothing is allocated, where
 * thousands of classes are looked at while the host starts.
 *
 * <p>The jar has it twice: for the gate, and for the agent behind it.
 */
public final class ConstantPool {
  private static final int COUNT = 8; // after magic number and version
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  /** Bytes behind each tag; 0 for those that are not known. */
  private static final int[] SIZES = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2
  };

  private ConstantPool() {}

  /**
   * Whether one of its texts is one of these.
   *
   * @param names of ASCII alone
   * @return true as well where the class file cannot be read
   */
  public static boolean hasAny(byte[] classFile, String[] names) {
    try {
      int count = u2(classFile, COUNT);
      int at = COUNT + 2;
      for (int i = 1; i < count; i++) {
        int tag = classFile[at++];
        if (tag == UTF8) {
          int length = u2(classFile, at);
          at += 2;
          if (isAny(classFile, at, length, names)) {
            return true;
          }
          at += length;
        } else if (SIZES[tag] == 0) {
          return true;
        } else {
          at += SIZES[tag];
          i += tag == LONG || tag == DOUBLE ? 1 : 0; // they take two numbers
        }
      }
      return false;
    } catch (IndexOutOfBoundsException e) {
      return true;
    }
  }

  private static boolean isAny(byte[] classFile, int at, int length, String[] names) {
    for (String name : names) {
      if (name.length() == length && is(classFile, at, name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(byte[] classFile, int at, String name) {
    for (int i = 0; i < name.length(); i++) {
      if (classFile[at + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int u2(byte[] classFile, int at) {
    return ((classFile[at] & 0xff) << 8) | (classFile[at + 1] & 0xff);
  }
}
