package io.plumbline.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pod gives its containers, on this machine: their user, a read-only root, the volumes with
 * the owner and mode that a kubelet gives them, and the variables. No network of its own.
 *
 * <p>Needs root, for the mounts; where there is none, {@link #isToBeHad} says so.
 */
public final class Pod {
  /**
   * Arguments: user, group, folder, command. The command sees this machine's files behind the
   * volumes, and can write to these alone.
   */
  private static final String SCRIPT =
      """
      set -eu
      uid=$1 gid=$2 folder=$3
      shift 3
      layers=$folder/layers
      root=$layers/root
      mount -t tmpfs tmpfs "$layers"
      mkdir "$layers/upper" "$layers/work" "$root"
      mount -t overlay overlay -o "lowerdir=/,upperdir=$layers/upper,workdir=$layers/work" "$root"
      while read -r volume target mode; do
        mkdir -p "$root$target"
        mount --bind "$volume" "$root$target"
        if [ "$mode" = ro ]; then mount -o remount,bind,ro "$root$target"; fi
      done <"$folder/mounts"
      mkdir -p "$root$PWD"
      for kernel in proc dev sys; do mount --rbind "/$kernel" "$root/$kernel"; done
      mount -o remount,ro "$root"
      exec chroot --userspec="$uid:$gid" --groups="$gid" "$root" "$@"
      """;

  private final JsonNode spec;
  private final Path folder;
  private final List<String> mounts = new ArrayList<>();

  /**
   * @param workload a Deployment
   * @param folder for the volumes, which outlive the containers
   */
  public Pod(JsonNode workload, Path folder) {
    this.spec = workload.at("/spec/template/spec");
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("layers"));
      for (String volume : spec.path("volumes").findValuesAsText("name")) {
        createVolume(volume(volume));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean isToBeHad() {
    return "root".equals(System.getProperty("user.name"))
        && run(List.of("unshare", "--mount", "true")) == 0;
  }

  /** Root's, writable for the pod's group: as a kubelet makes it where {@code fsGroup} is set. */
  private void createVolume(Path volume) throws IOException {
    Files.createDirectories(volume);
    Files.setAttribute(volume, "unix:gid", security("fsGroup"));
    Files.setAttribute(volume, "unix:mode", 02777);
  }

  /** Where a volume's files are, seen from outside. */
  public Path volume(String name) {
    return folder.resolve(name);
  }

  /** A folder that the containers see in addition, read-only. */
  public Pod with(Path directory, String target) {
    mounts.add(directory + " " + target + " ro");
    return this;
  }

  /** The variables of a container; what the cluster would fill in has the path of its field. */
  public Map<String, String> environment(String container) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (JsonNode variable : container(container).path("env")) {
      String field = variable.at("/valueFrom/fieldRef/fieldPath").asText();
      variables.put(variable.path("name").asText(), variable.path("value").asText(field));
    }
    return variables;
  }

  /** What stands before the command of a container that is to run in it. */
  List<String> command(String container) {
    List<String> lines = new ArrayList<>(mounts);
    for (JsonNode mount : container(container).path("volumeMounts")) {
      Path volume = volume(mount.path("name").asText());
      if (!Files.isDirectory(volume)) {
        throw new AssertionError("no volume for " + mount);
      }
      String mode = mount.path("readOnly").asBoolean() ? " ro" : " rw";
      lines.add(volume + " " + mount.path("mountPath").asText() + mode);
    }
    try {
      Files.writeString(folder.resolve("mounts"), String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "unshare",
        "--mount",
        "sh",
        "-c",
        SCRIPT,
        "pod",
        Integer.toString(security("runAsUser")),
        Integer.toString(security("runAsGroup")),
        folder.toString());
  }

  /** Runs it as a container would, and gives its exit status. */
  public int run(String container, String... command) {
    List<String> whole = new ArrayList<>(command(container));
    whole.addAll(List.of(command));
    return run(whole);
  }

  private static int run(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private int security(String key) {
    return spec.path("securityContext").path(key).intValue();
  }

  private JsonNode container(String name) {
    for (JsonNode container : spec.path("containers")) {
      if (name.equals(container.path("name").asText())) {
        return container;
      }
    }
    throw new AssertionError("no container " + name);
  }
}
