package io.plumbline.instrumentation.xgboost;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.instrumentation.context.HostInference;
import io.plumbline.intercept.HookId;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Defined by the loader that sees both XGBoost4J and the agent. */
final class BoosterAdvice {
  private BoosterAdvice() {}

  /** {@code predict(DMatrix[, boolean outputMargin[, int treeLimit]])}. */
  static final class Predict {
    private Predict() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(
        @HookId int hook, @Advice.This Booster booster, @Advice.Argument(0) DMatrix data) {
      return begin(hook, booster, data);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.This Booster booster,
        @Advice.Argument(value = 1, optional = true) boolean outputMargin,
        @Advice.Return float @Nullable [][] predicted,
        @Advice.Thrown @Nullable Throwable thrown) {
      end(call, outputMargin ? null : booster, predicted, thrown);
    }
  }

  /** {@code predictLeaf} and {@code predictContrib}: numbers that are no prediction. */
  static final class Explain {
    private Explain() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(
        @HookId int hook, @Advice.This Booster booster, @Advice.Argument(0) DMatrix data) {
      return begin(hook, booster, data);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.Return float @Nullable [][] explained,
        @Advice.Thrown @Nullable Throwable thrown) {
      end(call, null, explained, thrown);
    }
  }

  /** {@code inplace_predict}, which needs no matrix. */
  static final class PredictArray {
    private PredictArray() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(
        @HookId int hook,
        @Advice.This Booster booster,
        @Advice.Argument(0) float[] data,
        @Advice.Argument(1) int rows,
        @Advice.Argument(2) int columns,
        @Advice.Argument(3) float missing) {
      InFlightInference call = HostInference.begin(hook);
      if (call != null) {
        call.model(KnownBooster.of(booster).capture());
        if (call.takesSummary()) {
          XgboostTensors.copyInput(data, rows, columns, missing, call);
        }
        call.hostRuns();
      }
      return call;
    }

    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object call,
        @Advice.This Booster booster,
        @Advice.Argument(5) Booster.@Nullable PredictionType type,
        @Advice.Return float @Nullable [][] predicted,
        @Advice.Thrown @Nullable Throwable thrown) {
      end(call, type == Booster.PredictionType.kValue ? booster : null, predicted, thrown);
    }
  }

  private static @Nullable InFlightInference begin(int hook, Booster booster, DMatrix data) {
    InFlightInference call = HostInference.begin(hook);
    if (call != null) {
      call.model(KnownBooster.of(booster).capture());
      KnownRows rows = call.takesSummary() ? KnownRows.of(data) : null;
      if (rows != null) {
        rows.copyTo(call);
      }
      call.hostRuns();
    }
    return call;
  }

  /**
   * @param predictor whose objective says what the numbers mean; null when they are only scores
   */
  private static void end(
      @Nullable Object call,
      @Nullable Booster predictor,
      float @Nullable [][] predicted,
      @Nullable Throwable thrown) {
    if (call instanceof InFlightInference inFlight) {
      inFlight.agentRuns();
      inFlight.outputKind(KnownBooster.kindOf(predictor));
      if (predicted != null && inFlight.takesValues()) {
        XgboostTensors.copyOutput(predicted, inFlight);
      }
      InferenceRecorder.end(inFlight, thrown);
    }
  }

  static final class LoadFile {
    private LoadFile() {}

    /** The file is read while the library loads it, to be known by the first prediction. */
    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable String file) {
      return file == null ? null : KnownBooster.ofFile(file);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object known, @Advice.Return @Nullable Booster booster) {
      KnownBooster.remember(booster, known);
    }
  }

  static final class LoadBytes {
    private LoadBytes() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static @Nullable Object enter(@Advice.Argument(0) byte @Nullable [] model) {
      return model == null ? null : KnownBooster.ofBytes(model);
    }

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.Enter @Nullable Object known, @Advice.Return @Nullable Booster booster) {
      KnownBooster.remember(booster, known);
    }
  }

  static final class SetAttribute {
    private SetAttribute() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This Booster booster,
        @Advice.Argument(0) String key,
        @Advice.Argument(1) @Nullable String value) {
      KnownBooster.of(booster).attribute(key, value);
    }
  }

  static final class SetFeatureNames {
    private SetFeatureNames() {}

    @Advice.OnMethodExit(suppress = Throwable.class, inline = false)
    public static void exit(
        @Advice.This Booster booster, @Advice.Argument(0) String @Nullable [] names) {
      KnownBooster.of(booster).featureNames(names);
    }
  }

  static final class Dispose {
    private Dispose() {}

    @Advice.OnMethodEnter(suppress = Throwable.class, inline = false)
    public static void enter(@Advice.This Booster booster) {
      KnownBooster.forget(booster);
    }
  }
}
