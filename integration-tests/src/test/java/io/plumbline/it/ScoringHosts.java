package io.plumbline.it;

import ai.onnxruntime.OrtSession;
import com.esotericsoftware.kryo.KryoSerializable;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.HostJvmBuilder;
import io.plumbline.it.harness.Jdk;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OnnxFile;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpTarget;
import java.nio.file.Path;
import java.time.Duration;
import ml.dmlc.xgboost4j.java.Booster;
import org.apache.commons.logging.LogFactory;

/** Hosts with the libraries that they score with, and models for them. */
final class ScoringHosts {
  private ScoringHosts() {}

  static HostJvmBuilder withOnnxRuntime(Jdk jdk) {
    return small(jdk).testClasses().library(OrtSession.class);
  }

  static HostJvmBuilder withXgboost(Jdk jdk) {
    return small(jdk)
        .testClasses()
        .library(Booster.class)
        .library(KryoSerializable.class)
        .library(LogFactory.class);
  }

  /** Starts faster, and leaves the machine to the others. */
  private static HostJvmBuilder small(Jdk jdk) {
    return HostJvm.on(jdk).flags("-Xmx256m", "-XX:TieredStopAtLevel=1");
  }

  /** The agent as a user would set it up by the environment, in a hurry and with all values. */
  static HostJvmBuilder observed(
      HostJvmBuilder host, String service, OtlpTarget target, OtlpProtocol protocol) {
    return host.agent()
        .exportTo(target, protocol)
        .environment("OTEL_SERVICE_NAME", service)
        .environment("OTEL_METRIC_EXPORT_INTERVAL", "500")
        .environment("PLUMBLINE_CAPTURE_VALUES", "all");
  }

  /** A model of XGBoost, really trained: the host {@code XgboostScoring} leaves it behind. */
  static Path trainBooster(Path folder) {
    Jdk jdk = Jdks.installed().findFirst().orElseThrow();
    try (HostJvm host =
        withXgboost(jdk).main("io.plumbline.it.host.XgboostScoring", folder.toString()).start()) {
      if (host.awaitExit(Duration.ofMinutes(1)) != 0) {
        throw new IllegalStateException("no model was trained: " + host.stderr());
      }
    }
    return folder.resolve("one.json");
  }

  /** Four features, each of another type, in a tensor each; the score is the first of them. */
  static void writeModelOfFourTypes(Path file) {
    new OnnxFile("payment", 7)
        .input("amount", OnnxFile.FLOAT, 1)
        .input("rate", OnnxFile.DOUBLE, 1)
        .input("visits", OnnxFile.INT64, 1)
        .input("country", OnnxFile.STRING, 1)
        .output("score", "amount", OnnxFile.FLOAT, 1)
        .write(file);
  }

  /** Three numbers in one tensor; three scores, the same. */
  static Path writeModelOfThreeNumbers(Path file) {
    return new OnnxFile("numbers", 1)
        .input("x", OnnxFile.FLOAT, 3)
        .output("y", "x", OnnxFile.FLOAT, 3)
        .write(file);
  }
}
