package io.plumbline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** The arrows between stages, and one home for each foreign library. */
@AnalyzeClasses(packages = "io.plumbline", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule arrowsGoOneWay =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("startup")
          .definedBy("io.plumbline.startup..")
          .layer("intercept")
          .definedBy("io.plumbline.intercept..")
          .layer("capture")
          .definedBy("io.plumbline.capture..")
          .layer("redact")
          .definedBy("io.plumbline.redact..")
          .layer("ring")
          .definedBy("io.plumbline.ring..")
          .layer("spool")
          .definedBy("io.plumbline.spool..")
          .layer("telemetry")
          .definedBy("io.plumbline.telemetry..")
          .layer("export")
          .definedBy("io.plumbline.export..")
          .layer("otlp")
          .definedBy("io.plumbline.otlp..")
          .layer("cli")
          .definedBy("io.plumbline.cli..")
          .layer("discover")
          .definedBy("io.plumbline.discover..")
          .whereLayer("discover")
          .mayOnlyBeAccessedByLayers("startup")
          .whereLayer("startup")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("otlp")
          .mayOnlyBeAccessedByLayers("telemetry", "export", "cli")
          .whereLayer("export")
          .mayOnlyBeAccessedByLayers("startup", "cli")
          .whereLayer("telemetry")
          .mayOnlyBeAccessedByLayers("export", "startup", "cli")
          .whereLayer("spool")
          .mayOnlyBeAccessedByLayers("export", "startup", "cli")
          .whereLayer("ring")
          .mayOnlyBeAccessedByLayers("spool", "startup")
          .whereLayer("intercept")
          .mayOnlyBeAccessedByLayers("startup", "discover", "cli")
          .whereLayer("capture")
          .mayOnlyBeAccessedByLayers(
              "discover", "intercept", "ring", "spool", "telemetry", "export", "startup");

  @ArchTest
  static final ArchRule stagesHaveNoCycles =
      SlicesRuleDefinition.slices().matching("io.plumbline.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule byteBuddyIsAtHomeInIntercept = isAtHome("net.bytebuddy..", "intercept");

  @ArchTest static final ArchRule yamlIsAtHomeInConfig = isAtHome("org.snakeyaml..", "config");

  @ArchTest static final ArchRule chronicleIsAtHomeInSpool = isAtHome("net.openhft..", "spool");

  @ArchTest
  static final ArchRule openTelemetryIsAtHomeInTelemetryAndExport =
      isAtHome("io.opentelemetry..", "telemetry", "export", "cli");

  @ArchTest
  static final ArchRule nothingTouchesTheHostsLogging =
      noClasses()
          .that()
          .doNotHaveSimpleName("JulLogger")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  private static ArchRule isAtHome(String library, String... packages) {
    String[] homes = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      homes[i] = "io.plumbline." + packages[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("io.plumbline..")
        .and()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }
}
