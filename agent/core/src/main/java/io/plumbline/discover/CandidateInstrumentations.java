package io.plumbline.discover;

import io.plumbline.intercept.InferenceInstrumentation;
import java.util.List;

/** Hooks on candidates. Found by {@link java.util.ServiceLoader}, as the advice is elsewhere. */
public interface CandidateInstrumentations {
  /**
   * @param sampling also looks at what calls are given and return, which costs more
   */
  List<InferenceInstrumentation> of(List<Candidate> candidates, boolean sampling);
}
