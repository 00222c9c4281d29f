package io.plumbline.discover;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate, and what was seen of it.
 *
 * @param perSecond calls that were inside of no other candidate
 * @param insidePerSecond all other calls
 * @param insideOf the outermost candidate that it was called in; null for none
 * @param tooHot it was called so often that counting was given up
 */
public record Found(
    Candidate candidate,
    double perSecond,
    double insidePerSecond,
    @Nullable Candidate insideOf,
    boolean tooHot,
    ValueShape input,
    ValueShape result) {

  /** Whether somebody called it, and no other candidate did: that one is to be hooked instead. */
  boolean isOutermost() {
    return perSecond > 0 && !tooHot && perSecond >= insidePerSecond;
  }

  private boolean isCalled() {
    return perSecond + insidePerSecond > 0 || tooHot;
  }

  /** Called and outermost first, then by what speaks for it, then by how often. */
  static int order(Found one, Found other) {
    int byCalls = Integer.compare(other.rank(), one.rank());
    int byPoints = Integer.compare(other.candidate.points(), one.candidate.points());
    return byCalls != 0
        ? byCalls
        : byPoints != 0 ? byPoints : Double.compare(other.perSecond, one.perSecond);
  }

  private int rank() {
    return isOutermost() ? 2 : isCalled() ? 1 : 0;
  }

  String remark() {
    if (tooHot) {
      return "too often to be watched: a leaf, or no inference";
    }
    if (insideOf != null && !isOutermost()) {
      return "inside of " + insideOf.type() + "." + insideOf.method().getName();
    }
    return isCalled() ? "" : "not called";
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", candidate.type());
    json.put("method", candidate.method().getName() + candidate.parameters());
    json.put("returns", candidate.method().getReturnType().getTypeName());
    json.put("calls_per_second", round(perSecond));
    json.put("calls_inside_others_per_second", round(insidePerSecond));
    json.put("inside_of", insideOf == null ? "" : insideOf.signature());
    json.put("outermost", isOutermost());
    json.put("points", candidate.points());
    json.put("feature_names", List.copyOf(input.keys()));
    return json;
  }

  private static double round(double perSecond) {
    return Math.round(perSecond * 10) / 10.0;
  }
}
