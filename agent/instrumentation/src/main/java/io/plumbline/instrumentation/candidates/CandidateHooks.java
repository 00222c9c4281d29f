package io.plumbline.instrumentation.candidates;

import com.google.auto.service.AutoService;
import io.plumbline.discover.Candidate;
import io.plumbline.discover.CandidateInstrumentations;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.HookRole;
import io.plumbline.intercept.InferenceInstrumentation;
import io.plumbline.intercept.TypeMatch;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Brings hooks on candidates to {@code discover}, which does not know this package. */
@AutoService(CandidateInstrumentations.class)
public final class CandidateHooks implements CandidateInstrumentations {
  @Override
  public List<InferenceInstrumentation> of(List<Candidate> candidates, boolean sampling) {
    String advice = sampling ? "CandidateAdvice$Sample" : "CandidateAdvice$Count";
    return List.of(new Watched(candidates.stream().map(each -> hook(each, advice)).toList()));
  }

  private static Hook hook(Candidate candidate, String advice) {
    TypeMatch type = new TypeMatch.Exact(candidate.type());
    MethodMatch method = new MethodMatch(candidate.method().getName(), candidate.descriptor());
    return new Hook(HookRole.INFERENCE, type, method, advice, candidate);
  }

  private record Watched(List<Hook> hooks) implements InferenceInstrumentation {
    @Override
    public String name() {
      return "discover";
    }
  }

  /** Exactly one method. */
  private record MethodMatch(String name, String descriptor)
      implements ElementMatcher<MethodDescription> {
    @Override
    public boolean matches(MethodDescription method) {
      return method.getActualName().equals(name) && method.getDescriptor().equals(descriptor);
    }
  }
}
