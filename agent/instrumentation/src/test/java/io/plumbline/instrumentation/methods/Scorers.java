package io.plumbline.instrumentation.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Home-grown scorers as applications have them; they know nothing of Plumbline. */
final class Scorers {
  private Scorers() {}

  enum Country {
    FR,
    DE
  }

  record Payment(double amount, Country country, @Nullable String note, long items) {}

  record Answer(String label, float probability, Map<String, Double> all) {}

  /** As older code has it. */
  public static class PaymentBean {
    private final double amount;
    private final String country;

    PaymentBean(double amount, String country) {
      this.amount = amount;
      this.country = country;
    }

    public double getAmount() {
      return amount;
    }

    public String getCountry() {
      return country;
    }

    public boolean isForeign() {
      return !country.equals("FR");
    }

    public String getBroken() {
      throw new IllegalStateException("getter of the host");
    }
  }

  static class Arrays {
    double score(float[] features) {
      return features[0] * 2;
    }

    double score(double[] features) {
      return features[0] * 3;
    }

    float[] scoreAll(float[][] rows) {
      float[] scores = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        scores[i] = rows[i][0];
      }
      return scores;
    }

    Object any(Object features) {
      return features instanceof Throwable ? features : "seen";
    }

    static long fixed() {
      return 42;
    }

    double ofFour(int first, String text, long second, boolean sure) {
      return first + (sure ? second : text.length());
    }

    static double ofFive(int first, String text, long second, char unused, boolean sure) {
      return first + (sure ? second : text.length() + unused);
    }
  }

  static class Typed {
    final String version = "3";

    Answer score(Payment payment) {
      double p = payment.amount() > 100 ? .75 : .25;
      Map<String, Double> all = new java.util.LinkedHashMap<>();
      all.put("legit", 1 - p);
      all.put("fraud", p);
      return new Answer(p > .5 ? "fraud" : "legit", (float) p, all);
    }

    List<Answer> scoreAll(List<Payment> payments) {
      return payments.stream().map(this::score).toList();
    }

    Optional<Answer> maybe(@Nullable Payment payment) {
      return Optional.ofNullable(payment).map(this::score);
    }
  }

  /** The operator names this interface. */
  interface Ranker {
    List<String> rank(List<Payment> candidates);

    default List<String> rankTwice(List<Payment> candidates) {
      return rank(candidates);
    }
  }

  abstract static class BaseRanker implements Ranker {
    @Override
    public List<String> rank(List<Payment> candidates) {
      List<String> labels = new ArrayList<>();
      candidates.forEach(each -> labels.add(label(each)));
      return labels;
    }

    abstract String label(Payment payment);
  }

  static final class AmountRanker extends BaseRanker {
    @Override
    String label(Payment payment) {
      return payment.amount() > 100 ? "high" : "low";
    }
  }

  static final class OwnRanker extends BaseRanker {
    @Override
    public List<String> rank(List<Payment> candidates) {
      return super.rank(candidates);
    }

    @Override
    String label(Payment payment) {
      return "own";
    }
  }

  static class Later {
    CompletionStage<Answer> score(CompletableFuture<Answer> answer) {
      return answer;
    }
  }

  static class Failing {
    String score(Object input) {
      throw new IllegalArgumentException("bad input " + input);
    }
  }

  static class Versioned {
    final String name;
    final int version;

    Versioned(String name, int version) {
      this.name = name;
      this.version = version;
    }

    double score(double amount, String requestId, double[] out) {
      out[0] = amount / 2;
      return 0;
    }

    double getScore() {
      throw new AssertionError("a model that was asked again");
    }
  }

  /** What Scala's libraries hand around. */
  static class Anything {
    @Nullable Object run(@Nullable Object input, @Nullable Object output) {
      return output;
    }
  }
}
