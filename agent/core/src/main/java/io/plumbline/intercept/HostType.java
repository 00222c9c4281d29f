package io.plumbline.intercept;

import java.util.List;
import java.util.function.Predicate;

/** A type of the host by what decides whether a hook is meant for it: its names. */
interface HostType {
  /** Binary. */
  String name();

  /** Its superclass and its interfaces. */
  List<? extends HostType> above();

  /** False when its class file has none of these texts; true when that is not known. */
  boolean mentions(String[] names);

  /** False when none of its own methods has such a name; true when that is not known. */
  boolean mayDeclare(Predicate<String> method);
}
