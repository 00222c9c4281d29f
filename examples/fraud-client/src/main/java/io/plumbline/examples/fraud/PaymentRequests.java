package io.plumbline.examples.fraud;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.function.Supplier;

/** Payments as they come in: most of them ordinary, some in batches, a few of them wrong. */
final class PaymentRequests {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] CHANNELS = {"pos", "online", "app"};

  private final Random random;

  /**
   * @param seed the same seed gives the same requests
   */
  PaymentRequests(long seed) {
    random = new Random(seed);
  }

  PaymentRequest next() {
    int draw = random.nextInt(100);
    if (draw < 50) {
      return request("/fraud", payment(), 200);
    }
    if (draw < 60) {
      return request("/fraud/batch", rows(this::payment), 200);
    }
    if (draw < 86) {
      return request("/category", purchase(), 200);
    }
    if (draw < 92) {
      return request("/category/batch", rows(this::purchase), 200);
    }
    return wrong(draw);
  }

  private PaymentRequest wrong(int draw) {
    return switch (draw) {
      case 92, 93 -> request("/fraud", payment().put("altitude", random.nextInt(4000)), 422);
      case 94 -> request("/category", purchase().put("altitude", random.nextInt(4000)), 422);
      case 95, 96 -> request("/category", purchase().put("channel", "fax"), 422);
      case 97, 98 -> request("/category", purchase().without("channel"), 422);
      default -> request("/fraud", payment().put("amount", "a lot"), 400);
    };
  }

  private static PaymentRequest request(String path, Object body, int status) {
    return new PaymentRequest(path, body.toString(), status);
  }

  private ArrayNode rows(Supplier<ObjectNode> row) {
    ArrayNode rows = JSON.arrayNode();
    for (int size = 2 + random.nextInt(20); size > 0; size--) {
      rows.add(row.get());
    }
    return rows;
  }

  /** Some lack a feature: the forest is used to that. */
  private ObjectNode payment() {
    double average = exponential(3.5, 0.6);
    double toAverage = exponential(0, 0.7);
    ObjectNode payment =
        JSON.objectNode()
            .put("amount", cents(average * toAverage))
            .put("hour", random.nextInt(24))
            .put("distance_km", cents(exponential(1.5, 1.5)))
            .put("is_foreign", random.nextInt(8) == 0 ? 1 : 0)
            .put("merchant_risk", cents(random.nextDouble() * random.nextDouble()))
            .put("card_age_days", random.nextInt(3000))
            .put("payments_last_hour", random.nextInt(4))
            .put("amount_to_average", cents(toAverage));
    if (random.nextInt(12) == 0) {
      payment.putNull("distance_km");
    }
    return payment;
  }

  private ObjectNode purchase() {
    return JSON.objectNode()
        .put("amount", cents(exponential(4.2, 0.9)))
        .put("hour", 6 + random.nextInt(18))
        .put("items", 1 + random.nextInt(20))
        .put("distance_km", cents(exponential(2, 1.5)))
        .put("channel", CHANNELS[random.nextInt(CHANNELS.length)]);
  }

  private double exponential(double mean, double deviation) {
    return Math.exp(mean + deviation * random.nextGaussian());
  }

  private static double cents(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
