package io.plumbline.intercept;

import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SwitchPoint;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * An advice class as one {@link InstrumentationClassLoader} defines it: handles that never throw.
 *
 * <p>After a linkage error it is off, for it would fail at every call. Calls that were entered
 * before still end.
 */
final class LinkedAdvice {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final @Nullable Object[] NOTHING = {null};

  private final String name;
  private final Runnable onOff;
  private final SwitchPoint on = new SwitchPoint();
  private final @Nullable AdviceMethod enter;
  private final @Nullable AdviceMethod exit;
  private final boolean isInference;

  /**
   * @param onOff called once, when the advice is switched off
   */
  LinkedAdvice(Class<?> advice, Runnable onOff) throws ReflectiveOperationException {
    this.name = advice.getName();
    this.onOff = onOff;
    this.enter = AdviceMethod.find(advice, "enter");
    this.exit = AdviceMethod.find(advice, "exit");
    this.isInference = enter != null && enter.indexOf(HookId.class) >= 0;
  }

  /**
   * @param method {@code enter} or {@code exit}
   */
  MethodHandle handle(String method) throws ReflectiveOperationException {
    return method.equals("enter") ? enterHandle(existing(enter)) : exitHandle(existing(exit));
  }

  /** As {@link #handle}, with the parameters of {@link GenericAdvice}. */
  MethodHandle genericHandle(String method) throws ReflectiveOperationException {
    // Both or none: what is entered must be ended.
    MethodHandle entering = enter == null ? null : GenericAdvice.ofEnter(enter, enterHandle(enter));
    MethodHandle exiting = exit == null ? null : GenericAdvice.ofExit(exit, exitHandle(exit));
    return existing(method.equals("enter") ? entering : exiting);
  }

  private <T> T existing(@Nullable T member) throws NoSuchMethodException {
    if (member == null) {
      throw new NoSuchMethodException("enter or exit of " + name);
    }
    return member;
  }

  private MethodHandle enterHandle(AdviceMethod advice) {
    MethodType type = advice.handle().type();
    MethodHandle failed = own("enterFailed", Object.class, Throwable.class);
    MethodHandle guarded =
        MethodHandles.catchException(
                withoutHostTypes(advice.handle()),
                Throwable.class,
                failed.asType(failed.type().changeReturnType(type.returnType())))
            .asType(type);
    return on.guardWithTest(guarded, MethodHandles.empty(type));
  }

  private MethodHandle exitHandle(AdviceMethod advice) {
    MethodType type = advice.handle().type();
    MethodHandle failed =
        own("exitFailed", void.class, Throwable.class, Object.class, Throwable.class);
    MethodHandle target = withoutHostTypes(advice.handle());
    MethodType handled = target.type().insertParameterTypes(0, Throwable.class);
    MethodHandle guarded =
        MethodHandles.catchException(target, Throwable.class, takingOf(advice, failed, handled, 1))
            .asType(type);
    MethodHandle endOnly = own("endOnly", void.class, Object.class, Throwable.class);
    return on.guardWithTest(guarded, takingOf(advice, endOnly, type, 0));
  }

  /**
   * The JDK remembers the last type that catchException was asked for in a handle that all share: a
   * type of the host there would keep its class loader.
   */
  private static MethodHandle withoutHostTypes(MethodHandle handle) {
    MethodType type = handle.type();
    for (int i = 0; i < type.parameterCount(); i++) {
      ClassLoader loader = type.parameterType(i).getClassLoader();
      if (loader != null && loader != LinkedAdvice.class.getClassLoader()) {
        type = type.changeParameterType(i, Object.class);
      }
    }
    return handle.asType(type);
  }

  /**
   * Adapts a handle that wants the entered object and the thrown exception, after {@code leading}
   * other parameters, to the exit advice's own parameters, where each may be missing.
   */
  private static MethodHandle takingOf(
      AdviceMethod advice, MethodHandle target, MethodType type, int leading) {
    int entered = advice.indexOf(Advice.Enter.class);
    int thrown = advice.indexOf(Advice.Thrown.class);
    MethodHandle taking = target;
    if (thrown < 0) {
      taking = MethodHandles.insertArguments(taking, leading + 1, NOTHING);
    }
    if (entered < 0) {
      taking = MethodHandles.insertArguments(taking, leading, NOTHING);
    }
    int[] order = new int[taking.type().parameterCount()];
    int next = 0;
    while (next < leading) {
      order[next] = next;
      next++;
    }
    if (entered >= 0) {
      order[next++] = leading + entered;
    }
    if (thrown >= 0) {
      order[next] = leading + thrown;
    }
    return MethodHandles.permuteArguments(taking, type, order);
  }

  @Nullable Object enterFailed(Throwable error) {
    Object entered = isInference ? InferenceRecorder.enterFailed(error) : null;
    if (!isInference) {
      InferenceRecorder.reportFailure(name, error);
    }
    switchOffWhenUnlinkable(error);
    return entered;
  }

  void exitFailed(Throwable error, @Nullable Object entered, @Nullable Throwable thrown) {
    if (isInference) {
      InferenceRecorder.exitFailed(error, entered, thrown);
    } else {
      InferenceRecorder.reportFailure(name, error);
    }
    switchOffWhenUnlinkable(error);
  }

  private void switchOffWhenUnlinkable(Throwable error) {
    if (error instanceof LinkageError) {
      switchOff();
    }
  }

  private synchronized void switchOff() {
    if (!on.hasBeenInvalidated()) {
      SwitchPoint.invalidateAll(new SwitchPoint[] {on});
      onOff.run();
    }
  }

  void endOnly(@Nullable Object entered, @Nullable Throwable thrown) {
    if (isInference && entered instanceof InFlightInference call) {
      InferenceRecorder.end(call, thrown);
    }
  }

  private MethodHandle own(String method, Class<?> result, Class<?>... parameters) {
    try {
      return LOOKUP.bind(this, method, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
