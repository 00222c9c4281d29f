package io.plumbline.bootstrap;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The names of the methods that a configuration asks to be woven, as a look at its text tells: the
 * parser is not loaded yet. Where the text does not tell, any method may be meant.
 */
final class NamedMethods {
  private static final String METHOD = "method";
  private static final String LIST = "methods";

  /** What may stand behind a name that is written in full. */
  private static final String ENDS = " \t\"'(),]}";

  private final Set<String> names = new HashSet<>();
  private String[] asArray = {};
  private boolean mayBeAny;

  private NamedMethods() {}

  /**
   * Of the file that the agent will read, and of what names methods beside it.
   *
   * @param arguments what stands after {@code -javaagent:plumbline.jar=}
   */
  static NamedMethods ofConfiguration(String arguments) {
    NamedMethods named = new NamedMethods();
    named.addList(System.getProperty("plumbline.methods"));
    named.addList(System.getenv("PLUMBLINE_METHODS"));
    named.addFile(isSet(arguments) ? arguments : configuredFile());
    named.addFile(System.getProperty("otel.config.file"));
    named.addFile(System.getenv("OTEL_CONFIG_FILE"));
    return named;
  }

  /** Of one file; none where there is no such file. */
  static NamedMethods ofFile(String file) {
    NamedMethods named = new NamedMethods();
    named.addFile(file);
    return named;
  }

  private static String configuredFile() {
    String property = System.getProperty("plumbline.config");
    return isSet(property) ? property : System.getenv("PLUMBLINE_CONFIG");
  }

  private static boolean isSet(String value) {
    return value != null && !value.isEmpty();
  }

  /**
   * Whether a method of this class may be meant: it has the name of one, be it that it calls it.
   */
  boolean mayBeIn(byte[] classFile) {
    return mayBeAny || (asArray.length > 0 && ConstantPool.hasAny(classFile, asArray));
  }

  private void addFile(String file) {
    if (!isSet(file)) {
      return;
    }
    // java.io only: NIO here would fix the host's FileSystemProvider before main().
    try (Reader yaml = new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
      addAll(yaml, false);
    } catch (IOException e) {
      // The parser will say it in its own words.
    }
  }

  private void addList(String yaml) {
    if (isSet(yaml)) {
      try {
        addAll(new StringReader(yaml), true);
      } catch (IOException e) {
        mayBeAny = true; // a text in memory: never
      }
    }
  }

  /**
   * @param isList it names methods; else it does where it has the word
   */
  private void addAll(Reader yaml, boolean isList) throws IOException {
    int before = names.size();
    boolean hasList = isList;
    BufferedReader lines = new BufferedReader(yaml);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String told = withoutComment(line);
      hasList |= told.contains(LIST);
      add(told);
    }
    mayBeAny |= hasList && names.size() == before;
    asArray = names.toArray(new String[0]);
  }

  private static String withoutComment(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      if (i == 0 || Character.isWhitespace(line.charAt(i - 1))) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  /** {@code method: score}, and {@code com.acme.Scorer#score}; several may stand in a line. */
  private void add(String line) {
    for (int i = line.indexOf('#'); i >= 0; i = line.indexOf('#', i + 1)) {
      addName(line, i + 1);
    }
    for (int i = line.indexOf(METHOD); i >= 0; i = line.indexOf(METHOD, i + 1)) {
      int colon = i + METHOD.length();
      while (colon < line.length() && "\"' \t".indexOf(line.charAt(colon)) >= 0) {
        colon++;
      }
      if (colon < line.length() && line.charAt(colon) == ':') {
        addName(line, colon + 1);
      }
    }
    mayBeAny |= isListElsewhere(line);
  }

  /** The list, or one of its entries, is in the environment or in another file. */
  private static boolean isListElsewhere(String line) {
    int reference = line.indexOf("${");
    int colon = line.indexOf(':');
    return reference >= 0 && (colon < 0 || reference < colon || line.contains(LIST));
  }

  private void addName(String line, int from) {
    int begin = from;
    while (begin < line.length() && "\"' \t".indexOf(line.charAt(begin)) >= 0) {
      begin++;
    }
    int end = begin;
    while (end < line.length() && isOfAName(line.charAt(end))) {
      end++;
    }
    boolean isWhole = end == line.length() || ENDS.indexOf(line.charAt(end)) >= 0;
    if (end > begin && isWhole) {
      names.add(line.substring(begin, end));
    } else {
      mayBeAny = true;
    }
  }

  /** Of those that stand in a class file as they do in a text. */
  private static boolean isOfAName(char c) {
    return c < 0x80 && Character.isJavaIdentifierPart(c);
  }
}
