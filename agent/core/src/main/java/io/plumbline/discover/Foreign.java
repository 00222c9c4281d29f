package io.plumbline.discover;

import java.util.List;

/** Classes that are nobody's model: of the JDK, and of frameworks that servers are made of. */
final class Foreign {
  private static final List<String> PREFIXES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "jakarta.",
          "org.springframework.",
          "org.apache.",
          "org.eclipse.",
          "io.netty.",
          "io.micrometer.",
          "io.opentelemetry.",
          "ch.qos.",
          "org.slf4j.",
          "org.hibernate.",
          "com.fasterxml.",
          "tools.jackson.",
          "com.google.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "akka.",
          "groovy.",
          "org.codehaus.",
          "org.jboss.",
          "io.quarkus.",
          "io.smallrye.",
          "io.vertx.",
          "io.undertow.",
          "org.glassfish.",
          "reactor.",
          "io.reactivex.",
          "io.grpc.",
          "okhttp3.",
          "okio.",
          "org.yaml.",
          "com.zaxxer.",
          "org.postgresql.",
          "com.mysql.",
          "net.bytebuddy.",
          "org.aspectj.",
          "org.objectweb.",
          "io.plumbline.bootstrap.",
          "org.w3c.",
          "org.xml.",
          "com.esotericsoftware.",
          "com.thoughtworks.",
          "javassist.",
          "org.joda.",
          "com.typesafe.",
          "org.json",
          "org.bytedeco.",
          "com.github.",
          "spray.",
          "resource.",
          "org.mortbay.");

  private Foreign() {}

  static boolean is(String className) {
    return KnownLibraries.of(className).isEmpty()
        && PREFIXES.stream().anyMatch(className::startsWith);
  }
}
