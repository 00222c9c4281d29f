package io.plumbline.capture;

/**
 * Finds a guard whose call is gone. At the end of a thread's stack advice may overflow, and then
 * whatever should clean up after it as well; without this the thread would be silent from then on.
 *
 * <p>It costs a walk over the stack, so it is asked rarely: hardly any library enters itself as
 * often as that.
 */
final class LostGuard {
  private static final int FIRST_LOOK = 16;

  private LostGuard() {}

  /**
   * @param nested calls so far inside the one that holds the guard
   */
  static boolean isWorthALook(int nested) {
    return nested >= FIRST_LOOK && Integer.bitCount(nested) == 1;
  }

  /**
   * Whether the method that holds the guard is not on this thread's stack.
   *
   * @param holder name of that method
   * @param asking name of the method whose advice asks, and which is there
   */
  static boolean isLeftBehind(String holder, String asking) {
    long there =
        StackWalker.getInstance()
            .walk(frames -> frames.filter(f -> f.getMethodName().equals(holder)).count());
    return there <= (holder.equals(asking) ? 1 : 0);
  }
}
