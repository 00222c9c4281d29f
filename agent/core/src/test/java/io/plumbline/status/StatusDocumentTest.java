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
    Map<?, ?> library = first(document, "libraries");
    Map<?, ?> hook = first(library, "hooks");
    Map<?, ?> method = first(hook, "woven");
    assertThat(library.get("state")).isEqualTo("woven");
    assertThat(method.get("called")).isEqualTo(1000L);
    Map<?, ?> last = (Map<?, ?>) Objects.requireNonNull(method.get("last"));
    assertThat(last.get("label")).isEqualTo("yes");
    assertThat(last.get("score")).isEqualTo(0.75);
    assertThat(last.get("confidence")).as("NaN is not JSON").isNull();
    Map<?, ?> receiver = first(document, "receivers");
    assertThat(receiver.get("state")).isEqualTo("delivering");
  }

  @Test
  void whatIsNotThereYetIsLeftOut() {
    Map<?, ?> document = read(Statuses.status(null, List.of()));

    assertThat(document.get("state")).isEqualTo("waiting");
    assertThat(document.containsKey("spool")).isFalse();
    assertThat(document.containsKey("receivers")).isFalse();
  }

  private static Map<?, ?> first(Map<?, ?> map, String list) {
    return (Map<?, ?>) ((List<?>) Objects.requireNonNull(map.get(list))).get(0);
  }

  private static Map<?, ?> read(AgentStatus status) {
    return (Map<?, ?>)
        Objects.requireNonNull(JsonReader.read(StatusDocument.json(status, "/srv/status.json")));
  }
}
