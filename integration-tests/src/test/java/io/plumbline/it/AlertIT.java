package io.plumbline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.it.harness.HostJvm;
import io.plumbline.it.harness.OtlpProtocol;
import io.plumbline.it.harness.OtlpReceiver;
import io.plumbline.it.harness.RealAlertmanager;
import io.plumbline.it.harness.RealBackends;
import io.plumbline.it.harness.RealPrometheus;
import io.plumbline.it.harness.ShippedCollector;
import io.plumbline.it.harness.WebhookReceiver;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real slow model: agent, {@code agent.yaml}, Prometheus with the shipped rules, Alertmanager
 * with the shipped routes, and a webhook at the end. Only times are shortened: what an alert waits
 * for before it fires.
 */
@RealBackends
@Tag("collector-config")
@Tag("unproven")
class AlertIT {
  /** Rules with these times gone have the same expressions. */
  private static final Map<String, String> IN_A_HURRY =
      Map.of("for: 2m", "for: 2s", "for: 15m", "for: 3s", "interval: 1m", "interval: 1s");

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
      assertThat(host.isAlive()).isTrue();
    }
  }
}
