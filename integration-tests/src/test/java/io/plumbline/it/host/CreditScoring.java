package io.plumbline.it.host;

import com.acme.CreditScorer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes credit decisions of every kind, one after the other, and waits to be ended.
 *
 * <pre>
 * CreditScoring CALLS MILLIS_OF_SLOW_ONES [PAUSE_MILLIS [SURE_CALLS]]
 * </pre>
 *
 * Of twenty calls, two fail, two are unsure (0.55), one is slow, and one has no age; the rest are
 * sure (0.9), and after SURE_CALLS unsure as well.
 */
final class CreditScoring {
  private CreditScoring() {}

  public static void main(String[] arguments) throws Exception {
    int calls = Integer.parseInt(arguments[0]);
    double slowMillis = Double.parseDouble(arguments[1]);
    long pauseMillis = arguments.length > 2 ? Long.parseLong(arguments[2]) : 0;
    int sureCalls = arguments.length > 3 ? Integer.parseInt(arguments[3]) : Integer.MAX_VALUE;
    AgentStart.awaitSpool("com.acme.CreditScorer");
    CreditScorer scorer = new CreditScorer();
    for (int call = 0; call < calls; call++) {
      score(scorer, call % 20, slowMillis, call < sureCalls ? 0.9 : 0.55);
      LockSupport.parkNanos(pauseMillis * 1_000_000);
    }
    System.out.println("scored " + calls);
    new CountDownLatch(1).await();
  }

  private static void score(CreditScorer scorer, int kind, double slowMillis, double sure) {
    Map<String, Object> request = new HashMap<>();
    request.put("income", 1000.0 + kind);
    request.put("age", kind == 19 ? Double.NaN : 40.0);
    request.put("mail", "somebody@example.com");
    request.put("takes_ms", kind == 17 ? slowMillis : 0.0);
    request.put("sure", kind < 2 ? -1.0 : kind < 4 ? 0.55 : sure);
    try {
      scorer.score(request);
    } catch (IllegalArgumentException expected) {
      // As a server does: it answers 400 and goes on.
    }
  }
}
