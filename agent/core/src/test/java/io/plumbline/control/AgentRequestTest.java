package io.plumbline.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class AgentRequestTest {
  @Test
  void requestIsReadAsItWasWritten() {
    Map<String, String> parameters = Map.of("config", "/srv/für alle/a=b&c?.yaml", "for", "PT30S");
    AgentRequest request = new AgentRequest(AgentRequest.ATTACH, "4711", parameters);

    String text = request.encoded();

    assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
    assertThat(text).startsWith(AgentRequest.PREFIX);
    assertThat(AgentRequest.parse(text.substring(AgentRequest.PREFIX.length()))).isEqualTo(request);
  }

  @Test
  void requestOfAnotherVersionIsNoError() {
    assertThat(AgentRequest.parse("dance?x").verb()).isEqualTo("dance");
    assertThat(AgentRequest.parse("").id()).isEmpty();
  }

  @Test
  void answerIsReadByWhoAskedOnly() {
    Properties properties = new Properties();
    write(AgentAnswer.done("text", "{}", "yaml"), properties);

    assertThat(AgentAnswer.of(properties, "1")).isEqualTo(AgentAnswer.done("text", "{}", "yaml"));
    assertThat(AgentAnswer.of(properties, "2")).isNull();

    write(AgentAnswer.working("half"), properties);
    assertThat(AgentAnswer.of(properties, "1")).isEqualTo(AgentAnswer.working("half"));
  }

  private static void write(AgentAnswer answer, Properties properties) {
    properties.setProperty(AgentAnswer.PROPERTY, answer.encoded("1"));
  }
}
