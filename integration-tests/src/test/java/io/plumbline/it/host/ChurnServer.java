package io.plumbline.it.host;

import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A server with a scorer of its own, of which no agent has ever heard. */
public final class ChurnServer {
  private ChurnServer() {}

  /** What the scorer says. */
  public record Verdict(String label, double probability) {}

  /** Of customers. */
  public interface Scorer {
    Verdict score(Map<String, Object> customer);
  }

  /** Knows better than to be named after its interface. */
  public static final class ChurnScorer implements Scorer {
    private final String version = "2026-07";

    public String getVersion() {
      return version;
    }

    @Override
    public Verdict score(Map<String, Object> customer) {
      double calls = ((Number) Objects.requireNonNull(customer.get("calls"))).doubleValue();
      double tenure = ((Number) Objects.requireNonNull(customer.get("tenure"))).doubleValue();
      double leaves = 1 / (1 + Math.exp(0.1 * tenure - 0.5 * calls));
      return new Verdict(leaves > 0.5 ? "leaves" : "stays", leaves);
    }
  }

  public static void main(String[] arguments) throws InterruptedException {
    Scorer scorer = new ChurnScorer();
    Random random = new Random(1);
    System.out.println("scoring");
    while (true) {
      Verdict verdict =
          scorer.score(Map.of("tenure", random.nextInt(40), "calls", random.nextInt(9)));
      if (verdict.probability() < 0 || verdict.probability() > 1) {
        System.out.println("wrong: " + verdict);
      }
      Thread.sleep(5);
    }
  }
}
