package io.plumbline.status;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Why a class or method that is meant is not observed. */
final class WeavingHints {
  /** A server has loaded its model by then. */
  private static final Duration WARM = Duration.ofSeconds(15);

  private WeavingHints() {}

  static void add(AgentStatus status, List<Hint> hints) {
    for (LibraryFacts library : status.libraries()) {
      for (HookFacts hook : library.hooks()) {
        addHook(status, library, hook, hints);
      }
    }
    addLibraries(status, hints);
    addNothing(status, hints);
    addNeverCalled(status, hints);
  }

  private static void addHook(
      AgentStatus status, LibraryFacts library, HookFacts hook, List<Hint> hints) {
    String wanted = hook.type() + "." + hook.method();
    if (hook.state() == HookFacts.State.FAILED) {
      hints.add(
          Hint.problem("weaving_failed", wanted + " could not be woven: " + hook.reason() + "."));
    } else if (hook.configured() && hook.state() == HookFacts.State.MATCHED) {
      hints.add(
          Hint.problem(
              "no_such_method",
              "methods: no method of "
                  + hook.type()
                  + " is "
                  + hook.method()
                  + nearest(status, library, hook)));
    } else if (hook.configured() && hook.state() == HookFacts.State.WAITING && isWarm(status)) {
      hints.add(
          Hint.problem(
              "no_such_class",
              "methods: no class "
                  + hook.type()
                  + " has been loaded"
                  + nearest(status, library, hook)));
    }
  }

  private static String nearest(AgentStatus status, LibraryFacts library, HookFacts hook) {
    String wanted = hook.type() + "." + hook.method();
    return status.almost().stream()
        .filter(near -> near.library().equals(library.name()) && near.wanted().equals(wanted))
        .findFirst()
        .map(near -> "; there is " + near.found() + ": " + near.why() + ".")
        .orElse(": correct methods[].class, or the code that uses it has not run yet.");
  }

  private static void addLibraries(AgentStatus status, List<Hint> hints) {
    for (NearMiss near : status.almost()) {
      boolean isOfConfigured =
          status.libraries().stream()
              .filter(library -> library.name().equals(near.library()))
              .flatMap(library -> library.hooks().stream())
              .anyMatch(
                  hook ->
                      hook.configured() && near.wanted().equals(hook.type() + "." + hook.method()));
      if (!isOfConfigured && hints.stream().noneMatch(hint -> hint.code().equals("near_miss"))) {
        hints.add(
            Hint.note(
                "near_miss",
                near.library() + ": " + near.found() + " is not observed: " + near.why() + "."));
      }
    }
  }

  private static void addNothing(AgentStatus status, List<Hint> hints) {
    boolean configured =
        status.libraries().stream()
            .flatMap(library -> library.hooks().stream())
            .anyMatch(HookFacts::configured);
    if (status.state() == AgentStatus.State.WAITING && !configured && isWarm(status)) {
      hints.add(
          Hint.problem(
              "nothing_loaded",
              "No class of "
                  + status.libraries().stream()
                      .filter(library -> !library.disabled())
                      .map(LibraryFacts::name)
                      .collect(Collectors.joining(", "))
                  + " has been loaded. If the model is another library's or your own, name its"
                  + " method under methods: (discover PID finds candidates)."));
    }
    for (LibraryFacts library : status.libraries()) {
      if (library.disabled()) {
        hints.add(
            Hint.note("disabled", library.name() + " is left alone, by instrumentation.disabled."));
      }
    }
  }

  private static void addNeverCalled(AgentStatus status, List<Hint> hints) {
    PipelineFacts pipeline = status.pipeline();
    if (pipeline != null && pipeline.made() == 0) {
      List<String> woven =
          status.libraries().stream()
              .flatMap(library -> library.hooks().stream())
              .filter(hook -> hook.role().equals("inference"))
              .flatMap(hook -> hook.methods().stream())
              .map(MethodFacts::function)
              .distinct()
              .toList();
      if (!woven.isEmpty()) {
        hints.add(
            Hint.problem(
                "never_called",
                "Woven and not called yet: "
                    + woven.stream().limit(3).collect(Collectors.joining(", "))
                    + (woven.size() > 3 ? " and " + (woven.size() - 3) + " more" : "")
                    + ". Send the server a request."));
      }
    }
  }

  private static boolean isWarm(AgentStatus status) {
    Duration age = Duration.between(status.process().agentStarted(), status.written());
    return age.compareTo(WARM) > 0;
  }
}
