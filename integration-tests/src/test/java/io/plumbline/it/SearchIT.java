package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.it.harness.Await;
import io.plumbline.it.harness.HeaderProxy;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealOpenSearch;
import io.plumbline.it.harness.Seed;
import io.plumbline.it.harness.ShippedCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code elastic.yaml}: every inference is one document in OpenSearch, whatever is killed. */
@RealBackends
@Tag("collector-config")
@Timeout(
    value = 15,
    unit = TimeUnit.MINUTES) // OpenSearch starts twice, in 20 s each, or minutes where others work
class SearchIT {
  private static final String DOCUMENTS = "plumbline-predictions-*";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @AutoClose private static RealOpenSearch search;
  @AutoClose private static HeaderProxy proxy;
  @AutoClose private final OtlpReceiver jaeger = OtlpReceiver.start();
  @AutoClose private final ShippedCollector collector = ShippedCollector.of("elastic.yaml");

  @BeforeAll
  static void startOpenSearch() throws IOException {
    search = RealOpenSearch.start();
    proxy = HeaderProxy.inFrontOf(search.address());
    // As README.md says.
    search.ask(
        "PUT",
        "/_index_template/plumbline-predictions",
        Files.readString(ShippedCollector.folder().resolve("search-index-template.json")));
  }

  @BeforeEach
  void startCollector() {
    collector.tracesTo(jaeger).with("SEARCH_ENDPOINT", proxy.url()).start();
  }

  @Test
  void inferencesAreFoundByWhatTheModelSawAndAnswered() {
    int calls = 100;
    try (HostJvm host =
        CreditHosts.observed("clerk", collector, OtlpProtocol.HTTP, String.valueOf(calls), "10")
            .start()) {
      host.awaitOutput("scored " + calls);
      Await.that(
          LIMIT, () -> found("*") == calls, () -> calls + " documents; there are " + found("*"));
    }

    assertFound("Attributes.ml.prediction.confidence:<0.6 AND Attributes.ml.model.name:credit", 10);
    assertFound("Attributes.ml.input.income:1004", 5);
    assertFound("Attributes.ml.input.income:[1002 TO 1003]", 10);
    assertFound("Attributes.ml.input.mail:\"somebody@example.com\"", 100);
    assertFound("Attributes.ml.prediction.label:grant", 90);
    assertFound("Attributes.error.type:\"java.lang.IllegalArgumentException\"", 10);
    assertFound("NOT Attributes.error.type:*", 90);
    // All spans are in Jaeger as well.
    assertThat(jaeger.awaitSpans(calls)).hasSizeGreaterThanOrEqualTo(calls);
  }

  @Test
  void everyInferenceIsOneDocumentWhateverIsKilled(@TempDir Path directory) {
    SplittableRandom random = Seed.of("SearchIT");
    LedgerHosts hosts = new LedgerHosts(directory, collector, OtlpProtocol.GRPC);
    try (HostJvm host = hosts.next(Jdks.newest(), 2, 50).start()) {
      host.awaitOutput("scoring");
      hosts.awaitMoreCalls(50 + random.nextLong(200));
      collector.kill9();
      hosts.awaitMoreCalls(random.nextLong(200));
      collector.start();
      hosts.awaitMoreCalls(50 + random.nextLong(200));
      search.kill9();
      hosts.awaitMoreCalls(random.nextLong(200));
      search.restart();
      hosts.awaitMoreCalls(100);
      hosts.stop(1);
      assertThat(host.awaitExit(LIMIT)).isZero();
    }
    Set<Long> made = hosts.ledger(1).ids().boxed().collect(Collectors.toSet());
    // Whatever its end cut off, the next process delivers.
    try (HostJvm next = hosts.next(Jdks.installed().findFirst().orElseThrow(), 1, 1).start()) {
      next.awaitOutput("scoring");
      Await.that(LIMIT, () -> ids().containsAll(made), () -> missing(made));
    }

    List<Long> documents = search.numbers(DOCUMENTS, "Attributes.ml.input.id");
    assertThat(documents).as("one document each").doesNotHaveDuplicates();
    System.out.println(documents.size() + " documents, 0 of " + made.size() + " lost, none twice");
  }

  private static void assertFound(String query, long documents) {
    assertThat(found(query)).as(query).isEqualTo(documents);
  }

  private static long found(String query) {
    return search.count(DOCUMENTS, "Resource.service.name:clerk AND " + query);
  }

  /** Exact up to 2^53: the index template keeps features as doubles. */
  private static Set<Long> ids() {
    return new HashSet<>(search.numbers(DOCUMENTS, "Attributes.ml.input.id"));
  }

  private static String missing(Set<Long> made) {
    Set<Long> missing = new HashSet<>(made);
    missing.removeAll(ids());
    return missing.size()
        + " of "
        + made.size()
        + " are missing: "
        + missing.stream().limit(20).toList();
  }
}
