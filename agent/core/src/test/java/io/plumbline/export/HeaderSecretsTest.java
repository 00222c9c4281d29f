package io.plumbline.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Receivers that quote what they refuse. */
class HeaderSecretsTest {
  private static final String TOKEN = "b7a1-0c92-secret-ee41";

  private final HeaderSecrets secrets = new HeaderSecrets(List.of("Bearer " + TOKEN, "7"));

  @Test
  void tokenIsTakenOutWithItsSchemeAndWithout() {
    assertThat(secrets.masked("no 'Bearer " + TOKEN + "' here, nor " + TOKEN))
        .isEqualTo("no '***' here, nor ***");
    assertThat(secrets.masked("tenant 7 is away")).isEqualTo("tenant 7 is away");
  }

  @Test
  void startOfATokenAtTheEndOfAnExcerptIsTakenOutAsWell() {
    assertThat(secrets.masked("not b7a1-0c92-se…")).isEqualTo("not ***");
    assertThat(secrets.masked("not Bearer b7a1-0c92-secret-ee4")).isEqualTo("not ***");
  }

  @Test
  void whatAReceiverSaysIsRepeatedWithoutTheToken() throws Exception {
    for (int status : new int[] {200, 400, 401, 429, 500}) {
      try (ScriptedHttpReceiver receiver = ScriptedHttpReceiver.start()) {
        receiver.answers(
            (exchange, request) ->
                ScriptedHttpReceiver.respond(
                    exchange,
                    status,
                    ("you said " + exchange.getRequestHeaders().getFirst("Authorization"))
                        .getBytes(StandardCharsets.UTF_8),
                    "Content-Type",
                    "text/plain"));

        assertThat(export(receiver.uri()).toString()).doesNotContain(TOKEN);
      }
    }
  }

  private static ExportResult export(URI base) {
    OtlpEndpoint endpoint =
        new OtlpEndpoint(
            OtlpSignal.TRACES.endpointBelow(base, OtlpProtocol.HTTP_PROTOBUF),
            OtlpProtocol.HTTP_PROTOBUF,
            Map.of("authorization", "Bearer " + TOKEN),
            Duration.ofSeconds(10),
            OtlpCompression.NONE,
            OtlpTls.DEFAULT);
    try (OtlpExporter exporter =
        new OtlpExporter(new ExportOptions(endpoint, endpoint), Clock.systemUTC())) {
      return exporter.exportSpans(TestSpans.many(1));
    }
  }
}
