package io.plumbline.intercept;

import io.plumbline.intercept.HookJournal.HookEntry;
import io.plumbline.status.NearMiss;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks among the classes that are loaded for what a hook that waits may have meant: the same name
 * in another package, one letter off, a nested class written with a dot; or another class of the
 * library. Takes milliseconds: for a thread of ours, from time to time.
 */
public final class LoadedNames {
  private static final int MOST_LETTERS_OFF = 2;

  private final Set<String> names;

  private LoadedNames(Set<String> names) {
    this.names = names;
  }

  public static LoadedNames of(Instrumentation instrumentation) {
    Set<String> names = new HashSet<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = loaded.getClassLoader();
      if (loader != null
          && loader != LoadedNames.class.getClassLoader()
          && loader != ClassLoader.getPlatformClassLoader()
          && !loaded.isArray()
          && !loaded.isHidden()) {
        names.add(loaded.getName());
      }
    }
    return new LoadedNames(names);
  }

  static LoadedNames of(Set<String> names) {
    return new LoadedNames(names);
  }

  /** For each hook that waits for its class, what is nearest to it; often nothing. */
  public List<NearMiss> nearTo(List<HookEntry> hooks) {
    List<NearMiss> near = new ArrayList<>();
    Map<String, Integer> packages = new HashMap<>();
    names.forEach(name -> packages.merge(packageOf(name), 1, Integer::sum));
    Set<String> saidLibraries = new HashSet<>();
    hooks.stream()
        .filter(hook -> !hook.woven().isEmpty() || hook.matched())
        .forEach(hook -> saidLibraries.add(hook.library()));
    for (HookEntry hook : hooks) {
      if (hook.matched()) {
        continue;
      }
      if (hook.configured()) {
        addNearestName(hook, near);
      } else if (packages.containsKey(packageOf(hook.type()))
          && saidLibraries.add(hook.library())) {
        String inPackage = packageOf(hook.type());
        near.add(
            new NearMiss(
                hook.library(),
                hook.type() + "." + hook.method(),
                packages.get(inPackage) + " other classes of " + inPackage,
                "the class itself has not been used yet, or this version does not have it"));
      }
    }
    return near;
  }

  private void addNearestName(HookEntry hook, List<NearMiss> near) {
    String best = null;
    String why = "";
    for (String name : names) {
      String reason = whyNear(hook.type(), name);
      if (!reason.isEmpty() && (best == null || name.compareTo(best) < 0)) {
        best = name;
        why = reason;
      }
    }
    if (best != null) {
      near.add(
          new NearMiss(hook.library(), hook.type() + "." + hook.method(), "class " + best, why));
    }
  }

  private static String whyNear(String wanted, String loaded) {
    if (wanted.replace('$', '.').equals(loaded.replace('$', '.'))) {
      return "a nested class is written with $";
    }
    if (simpleName(wanted).equals(simpleName(loaded))) {
      return "its package is another one";
    }
    return Math.abs(wanted.length() - loaded.length()) <= MOST_LETTERS_OFF
            && packageOf(wanted).equals(packageOf(loaded))
            && lettersOff(simpleName(wanted), simpleName(loaded))
                <= Math.min(MOST_LETTERS_OFF, simpleName(wanted).length() / 4)
        ? "its name is a little different"
        : "";
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static String simpleName(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
  }

  /** Levenshtein's distance. */
  private static int lettersOff(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
