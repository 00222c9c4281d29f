package io.plumbline.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a page tells its readers to write, so that a test writes the same. */
public final class Documentation {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");

  private Documentation() {}

  /** The first fenced block of the page that begins with these words. */
  public static String block(Path page, String begin) {
    try {
      Matcher blocks = BLOCK.matcher(Files.readString(page));
      while (blocks.find()) {
        if (blocks.group(1).startsWith(begin)) {
          return blocks.group(1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError(page + " has no block that begins with " + begin);
  }
}
