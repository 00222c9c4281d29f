package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.it.harness.Documentation;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.Jdks;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealAlertmanager;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.ShippedCollector;
import io.plumbline.it.harness.WebhookReceiver;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real model that is slow, fails, or becomes unsure: agent, {@code agent.yaml}, Prometheus with
 * the shipped rules, Alertmanager with the shipped routes, and a webhook at the end. Only times are
 * shortened: what an alert waits for before it fires.
 */
@RealBackends
@Tag("collector-config")
class AlertIT {
  /** Rules with these times gone have the same expressions. */
  private static final Map<String, String> IN_A_HURRY =
      Map.of("for: 2m", "for: 2s", "for: 15m", "for: 3s", "interval: 1m", "interval: 1s");

  /**
   * And with these the day to compare with is 40 s long, and the hour that is compared with it 8 s.
   */
  private static final Map<String, String> DAY_IN_A_HURRY =
      Map.of(
          "[1h]",
          "[8s]",
          "[1d] offset 1h",
          "[40s] offset 8s",
          "for: 30m",
          "for: 1s",
          "interval: 1m",
          "interval: 1s");

  @Test
  void slowModelAndFailingModelReachTheirReceivers() {
    try (OtlpReceiver traces = OtlpReceiver.start();
        WebhookReceiver webhooks = WebhookReceiver.start();
        ShippedCollector collector = ShippedCollector.of("agent.yaml").tracesTo(traces).start();
        RealAlertmanager alertmanager = RealAlertmanager.tellingTo(webhooks);
        RealPrometheus prometheus = RealPrometheus.scraping(collector, alertmanager, IN_A_HURRY);
        // Of twenty calls one takes 300 ms, more than the objective's 250, and two fail.
        HostJvm host =
            CreditHosts.observed("desk", collector, OtlpProtocol.GRPC, "100000", "300", "20")
                .start()) {
      prometheus.awaitQuery(
          "ALERTS{alertname=\"PlumblineAvailabilityBudgetBurnsFast\",alertstate=\"firing\"}",
          answer -> !answer.isEmpty());

      // Critical: to PagerDuty, with the runbook.
      JsonNode page =
          webhooks
              .await(
                  request ->
                      request.path().equals("/pagerduty")
                          && request.body().toString().contains("fails so often"))
              .body();
      assertThat(page.path("payload").path("severity").asText()).isEqualTo("critical");
      assertThat(page.path("payload").path("custom_details").path("model").asText())
          .isEqualTo("credit");
      assertThat(page.path("payload").path("custom_details").path("runbook").asText())
          .isEqualTo("collector-config/RUNBOOK.md#plumblineavailabilitybudgetburnsfast");

      // Slower than the objective: a warning, to the webhook that is Jira's.
      JsonNode slow =
          webhooks
              .await(
                  request ->
                      request.path().equals("/jira")
                          && request
                              .body()
                              .toString()
                              .contains("PlumblineLatencyBudgetBurnsSlowly"))
              .body();
      assertThat(slow.path("version").asText()).isEqualTo("4");
      assertThat(slow.path("groupLabels").path("ml_model_name").asText()).isEqualTo("credit");
      assertThat(slow.path("commonLabels").path("service_name").asText()).isEqualTo("desk");
      assertThat(slow.path("commonAnnotations").path("summary").asText())
          .contains("Model credit of desk is slower");
      assertThat(slow.path("groupKey").asText()).isNotEmpty();
      assertThat(slow.path("alerts").path(0).path("startsAt").asText()).isNotEmpty();

      // The budget of errors burns slowly as well, but who is told that it burns fast knows.
      prometheus.awaitQuery(
          "ALERTS{alertname=\"PlumblineAvailabilityBudgetBurnsSlowly\",alertstate=\"firing\"}",
          answer -> !answer.isEmpty());
      assertThat(webhooks.requests())
          .noneMatch(
              request ->
                  request.body().toString().contains("PlumblineAvailabilityBudgetBurnsSlowly"));
      assertThat(host.isAlive()).isTrue();
    }
  }

  @Test
  void modelThatBecomesUnsureTriggersItsRetraining() throws IOException {
    try (OtlpReceiver traces = OtlpReceiver.start();
        WebhookReceiver webhooks = WebhookReceiver.start();
        ShippedCollector collector = ShippedCollector.of("agent.yaml").tracesTo(traces).start();
        RealAlertmanager alertmanager = RealAlertmanager.tellingTo(webhooks);
        RealPrometheus prometheus =
            RealPrometheus.scraping(collector, alertmanager, DAY_IN_A_HURRY);
        // 50 calls a second; sure for sixteen seconds.
        HostJvm host =
            CreditHosts.observed(
                    Jdks.newest(), "desk", collector, OtlpProtocol.GRPC, "100000", "0", "20", "800")
                .start()) {
      prometheus.awaitQuery(
          "ALERTS{alertname=\"PlumblineConfidenceFallen\",alertstate=\"firing\"}",
          answer -> !answer.isEmpty());
      JsonNode trigger =
          webhooks
              .await(
                  request ->
                      request.path().equals("/retraining")
                          && request
                              .body()
                              .at("/commonLabels/alertname")
                              .asText()
                              .equals("PlumblineConfidenceFallen"))
              .body();

      assertThat(trigger.path("status").asText()).isEqualTo("firing");
      assertThat(trigger.path("receiver").asText()).isEqualTo("retraining");
      // One request for a model, whatever its alerts: what Jenkins, Argo and Airflow take as
      // parameters.
      assertThat(trigger.path("groupLabels").properties())
          .extracting(label -> label.getKey() + "=" + label.getValue().asText())
          .containsExactlyInAnyOrder("ml_model_name=credit", "service_name=desk");
      // As alertmanager/README.md makes Airflow's payload of it.
      assertThat(trigger.at("/alerts/0/labels/alertname").asText())
          .isEqualTo("PlumblineConfidenceFallen");
      String documented =
          Documentation.block(RealAlertmanager.folder().resolve("README.md"), "{\n  \"version\"");
      assertHasWhatIsDocumented(trigger, new ObjectMapper().readTree(documented), "");
      // People are told as well.
      webhooks.await(
          request ->
              request.path().equals("/jira")
                  && request.body().toString().contains("PlumblineConfidenceFallen"));
      assertThat(host.isAlive()).isTrue();
    }
  }

  /** Every key of the page is in the request; values differ from case to case. */
  private static void assertHasWhatIsDocumented(JsonNode sent, JsonNode documented, String at) {
    documented
        .properties()
        .forEach(
            field -> {
              String name = field.getKey();
              if (!name.equals("…")) {
                assertThat(sent.has(name)).as(at + "/" + name + " in " + sent).isTrue();
                assertHasWhatIsDocumented(sent.get(name), field.getValue(), at + "/" + name);
              }
            });
    if (documented.isArray()) {
      assertHasWhatIsDocumented(sent.path(0), documented.path(0), at + "/0");
    }
  }
}
