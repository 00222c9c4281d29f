package io.plumbline.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.diagnostics.JsonReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
  @Test
  void isWhatItSaysAfterItWasWrittenAndRead() {
    Map<?, ?> document = read(Statuses.status(Statuses.well()));

    assertThat(document.get("version")).isEqualTo(1L);
    assertThat(document.get("state")).isEqualTo("running");
    assertThat(document.get("file")).isEqualTo("/srv/status.json");
    assertThat((List<?>) document.get("hints")).isEmpty();
    Map<?, ?> library = (Map<?, ?>) ((List<?>) document.get("libraries")).get(0);
    Map<?, ?> hook = (Map<?, ?>) ((List<?>) library.get("hooks")).get(0);
    Map<?, ?> method = (Map<?, ?>) ((List<?>) hook.get("woven")).get(0);
    assertThat(library.get("state")).isEqualTo("woven");
    assertThat(method.get("called")).isEqualTo(1000L);
    Map<?, ?> last = (Map<?, ?>) method.get("last");
    assertThat(last.get("label")).isEqualTo("yes");
    assertThat(last.get("score")).isEqualTo(0.75);
    assertThat(last.get("confidence")).as("NaN is not JSON").isNull();
    Map<?, ?> receiver = (Map<?, ?>) ((List<?>) document.get("receivers")).get(0);
    assertThat(receiver.get("state")).isEqualTo("delivering");
  }

  @Test
  void whatIsNotThereYetIsLeftOut() {
    Map<?, ?> document = read(Statuses.status(null, List.of()));

    assertThat(document.get("state")).isEqualTo("waiting");
    assertThat(document.containsKey("spool")).isFalse();
    assertThat(document.containsKey("receivers")).isFalse();
  }

  private static Map<?, ?> read(AgentStatus status) {
    return (Map<?, ?>)
        Objects.requireNonNull(JsonReader.read(StatusDocument.json(status, "/srv/status.json")));
  }
}
