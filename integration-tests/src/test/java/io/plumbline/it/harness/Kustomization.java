package io.plumbline.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a cluster would get: a folder of {@code collector-config/kubernetes}, built by kustomize.
 */
public final class Kustomization {
  private final List<JsonNode> resources;

  private Kustomization(List<JsonNode> resources) {
    this.resources = resources;
  }

  public static Kustomization build(Path folder) {
    ProcessBuilder builder =
        new ProcessBuilder(Backend.KUSTOMIZE.get().toString(), "build", folder.toString());
    try (ChildProcess kustomize = ChildProcess.start("kustomize", builder)) {
      int status = kustomize.awaitExit(Duration.ofMinutes(1));
      if (status != 0) {
        throw new AssertionError("kustomize build " + folder + ": " + kustomize.stderr());
      }
      return new Kustomization(documents(kustomize.stdout()));
    }
  }

  private static List<JsonNode> documents(String yaml) {
    ObjectMapper json = new ObjectMapper();
    Iterable<Object> all = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    return StreamSupport.stream(all.spliterator(), false).<JsonNode>map(json::valueToTree).toList();
  }

  public List<JsonNode> resources() {
    return resources;
  }

  /** The only one of that kind. */
  public JsonNode resource(String kind) {
    List<JsonNode> found =
        resources.stream().filter(resource -> kind.equals(resource.path("kind").asText())).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " resources are a " + kind);
    }
    return found.get(0);
  }
}
