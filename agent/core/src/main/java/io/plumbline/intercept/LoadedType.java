package io.plumbline.intercept;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A class that is there. Its methods are not asked for: that would load their types. */
record LoadedType(Class<?> type) implements HostType {
  @Override
  public String name() {
    return type.getName();
  }

  @Override
  public List<LoadedType> above() {
    List<LoadedType> above = new ArrayList<>();
    if (type.getSuperclass() != null) {
      above.add(new LoadedType(type.getSuperclass()));
    }
    for (Class<?> each : type.getInterfaces()) {
      above.add(new LoadedType(each));
    }
    return above;
  }

  @Override
  public boolean mentions(String[] names) {
    return true;
  }

  @Override
  public boolean mayDeclare(Predicate<String> method) {
    return true;
  }
}
