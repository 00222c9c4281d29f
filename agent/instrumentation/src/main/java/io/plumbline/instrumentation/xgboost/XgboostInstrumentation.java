package io.plumbline.instrumentation.xgboost;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import com.google.auto.service.AutoService;
import io.plumbline.intercept.Hook;
import io.plumbline.intercept.InferenceInstrumentation;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * XGBoost4J (sources of 2.1.4 and 3.0.4 read).
 *
 * <p>The public {@code predict} methods end in a private synchronized one. The public ones are
 * hooked, so that the time a caller waits for that lock is in the duration; the depth guard counts
 * a call once. All {@code loadModel} methods end in the two of {@code Booster}, that of a stream
 * too: with the bytes it was read into.
 */
@AutoService(InferenceInstrumentation.class)
public final class XgboostInstrumentation implements InferenceInstrumentation {
  private static final String BOOSTER = "ml.dmlc.xgboost4j.java.Booster";
  private static final String TRAINER = "ml.dmlc.xgboost4j.java.XGBoost";
  private static final String MATRIX = "ml.dmlc.xgboost4j.java.DMatrix";

  @Override
  public String name() {
    return "xgboost";
  }

  @Override
  public List<Hook> hooks() {
    return List.of(
        Hook.inference(BOOSTER, publicOfMatrix("predict"), "BoosterAdvice$Predict"),
        Hook.inference(BOOSTER, publicOfMatrix("predictLeaf"), "BoosterAdvice$Explain"),
        Hook.inference(BOOSTER, publicOfMatrix("predictContrib"), "BoosterAdvice$Explain"),
        Hook.inference(
            BOOSTER, named("inplace_predict").and(takesArguments(7)), "BoosterAdvice$PredictArray"),
        Hook.describe(BOOSTER, loadModel(String.class), "BoosterAdvice$LoadFile"),
        Hook.describe(BOOSTER, loadModel(byte[].class), "BoosterAdvice$LoadBytes"),
        Hook.describe(BOOSTER, named("setAttr"), "BoosterAdvice$SetAttribute"),
        Hook.describe(BOOSTER, named("setFeatureNames"), "BoosterAdvice$SetFeatureNames"),
        Hook.dispose(BOOSTER, named("dispose"), "BoosterAdvice$Dispose"),
        Hook.training(TRAINER, named("train"), "TrainingAdvice$Train"),
        Hook.training(TRAINER, named("crossValidation"), "TrainingAdvice$CrossValidate"),
        Hook.describe(MATRIX, ofDense(3), "DMatrixAdvice$OfDense"),
        Hook.describe(MATRIX, ofDense(4), "DMatrixAdvice$OfDenseWithMissing"),
        Hook.describe(
            MATRIX,
            isConstructor().and(takesArguments(7)).and(takesArgument(0, long[].class)),
            "DMatrixAdvice$OfSparse"),
        Hook.describe(
            MATRIX,
            isConstructor()
                .and(takesArguments(2))
                .and(takesArgument(0, named("ml.dmlc.xgboost4j.java.util.BigDenseMatrix"))),
            "DMatrixAdvice$OfBigDense"),
        Hook.describe(MATRIX, named("slice"), "DMatrixAdvice$Slice"),
        Hook.dispose(MATRIX, named("dispose"), "DMatrixAdvice$Dispose"));
  }

  private static ElementMatcher<? super MethodDescription> publicOfMatrix(String method) {
    return isPublic().and(named(method)).and(takesArgument(0, named(MATRIX)));
  }

  private static ElementMatcher<? super MethodDescription> loadModel(Class<?> source) {
    return isStatic().and(named("loadModel")).and(takesArgument(0, source));
  }

  private static ElementMatcher<? super MethodDescription> ofDense(int arguments) {
    return isConstructor().and(takesArguments(arguments)).and(takesArgument(0, float[].class));
  }
}
