package io.plumbline.cli.attach;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.plumbline.control.AgentAnswer;
import io.plumbline.control.AgentRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A JVM that requests can be sent to, over the JDK's attach channel. */
public final class AttachedJvm implements AutoCloseable {
  /** Since JDK 21 loading an agent prints a warning, JEP 451. */
  private static final int WARNS_SINCE = 21;

  private static final int OLDEST_JAVA = 17;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** How long a JVM may take to start Plumbline's thread. */
  private static final Duration TAKE_UP = Duration.ofSeconds(60);

  private final VirtualMachine jvm;
  private final TargetProcess process;
  private final long pid;

  private AttachedJvm(VirtualMachine jvm, TargetProcess process, long pid) {
    this.jvm = jvm;
    this.process = process;
    this.pid = pid;
  }

  /**
   * @throws CannotAttachException in words for the operator
   */
  public static AttachedJvm attach(long pid) throws CannotAttachException {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw new CannotAttachException(
          "This Java runtime ("
              + System.getProperty("java.home")
              + ") has no module jdk.attach. Run the command with a JDK; the JVM that it attaches to"
              + " needs none.");
    }
    if (pid == ProcessHandle.current().pid()) {
      throw new CannotAttachException("Process " + pid + " is this command itself.");
    }
    TargetProcess process = TargetProcess.of(pid);
    process.check();
    return new AttachedJvm(connect(pid), process, pid);
  }

  private static VirtualMachine connect(long pid) throws CannotAttachException {
    try {
      return VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException | IOException e) {
      throw new CannotAttachException(
          "Process "
              + pid
              + " cannot be attached to: "
              + e.getMessage()
              + ". It must run as the same user, and answer: a JVM that hangs, or whose temporary"
              + " directory was cleaned of .java_pid"
              + pid
              + ", does not.",
          e);
    }
  }

  /** The version of the agent that runs there; null where none does. */
  public @Nullable String agentVersion() throws CannotAttachException {
    try {
      return jvm.getAgentProperties().getProperty(AgentAnswer.AGENT);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /** What the JVM prints on its stderr at this, whatever an agent does; null when nothing. */
  public @Nullable String warning() throws CannotAttachException {
    return javaVersion() >= WARNS_SINCE
        ? "That JVM itself prints a warning on its stderr when an agent is loaded into it (JEP 451),"
            + " unless it runs with -XX:+EnableDynamicAgentLoading."
        : null;
  }

  private int javaVersion() throws CannotAttachException {
    try {
      String version =
          Objects.requireNonNullElse(
              jvm.getSystemProperties().getProperty("java.specification.version"), "0");
      return version.startsWith("1.")
          ? Integer.parseInt(version.substring(2))
          : Integer.parseInt(version);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /**
   * Loads the jar with a request, and waits for the answer.
   *
   * @param parameters of the request
   * @param limit for the answer, once the request is taken up
   * @param progress told again and again how far it is; null while nothing is said
   */
  public AgentAnswer ask(
      Path jar,
      String verb,
      Map<String, String> parameters,
      Duration limit,
      Consumer<@Nullable String> progress)
      throws CannotAttachException {
    int version = javaVersion();
    if (version < OLDEST_JAVA) {
      throw new CannotAttachException(
          "Plumbline needs Java " + OLDEST_JAVA + " or newer; process " + pid + " is " + version);
    }
    process.checkSees(jar, "this jar");
    AgentRequest request = new AgentRequest(verb, UUID.randomUUID().toString(), parameters);
    load(jar, request);
    return await(request.id(), limit, progress);
  }

  /** Whether the target reads that file as we do. */
  public void checkSees(Path file) throws CannotAttachException {
    process.checkSees(file, "the configuration");
  }

  private void load(Path jar, AgentRequest request) throws CannotAttachException {
    try {
      jvm.loadAgent(jar.toString(), request.encoded());
    } catch (AgentLoadException e) {
      boolean forbidden = String.valueOf(e.getMessage()).contains("not enabled");
      throw new CannotAttachException(
          forbidden
              ? TargetProcess.noDynamicLoading()
              : "That JVM cannot load " + jar + ": " + e.getMessage(),
          e);
    } catch (AgentInitializationException e) {
      throw new CannotAttachException(
          "Plumbline could not start there; that JVM's stderr says why (" + e.getMessage() + ").",
          e);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private AgentAnswer await(String id, Duration limit, Consumer<@Nullable String> progress)
      throws CannotAttachException {
    long takenUpBy = System.nanoTime() + TAKE_UP.toNanos();
    long answeredBy = System.nanoTime() + TAKE_UP.plus(limit).toNanos();
    while (true) {
      AgentAnswer answer = answer(id);
      if (answer != null && answer.state() != AgentAnswer.State.WORKING) {
        return answer;
      }
      long now = System.nanoTime();
      if (answer == null && now - takenUpBy > 0) {
        throw new CannotAttachException(
            "Plumbline in process " + pid + " is busy with another command, or does not answer.");
      }
      if (now - answeredBy > 0) {
        throw new CannotAttachException(
            "No answer from process " + pid + " in time. It may still do what was asked.");
      }
      progress.accept(answer == null ? null : answer.progress());
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private @Nullable AgentAnswer answer(String id) throws CannotAttachException {
    try {
      return AgentAnswer.of(jvm.getAgentProperties(), id);
    } catch (IOException e) {
      throw ended(e);
    }
  }

  private CannotAttachException ended(IOException e) {
    return new CannotAttachException(
        "Process " + pid + " ended, or does not answer any more: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      jvm.detach();
    } catch (IOException e) {
      // The channel is gone, which is what was wanted.
    }
  }
}
