package io.plumbline.path;

import java.util.Set;

/**
 * What a class is to Scala, told by the names of its supertypes: 2.11 to 2.13 and 3 have the same.
 */
enum ScalaKind {
  OPTION("scala.Option"),
  TRY("scala.util.Try"),
  MAP("scala.collection.Map"),
  SEQUENCE("scala.collection.Seq"),
  ITERABLE("scala.collection.Iterable"),
  ITERATOR("scala.collection.Iterator"),
  /** A tuple or case class. */
  PRODUCT("scala.Product"),
  NONE("");

  private final String supertype;

  ScalaKind(String supertype) {
    this.supertype = supertype;
  }

  /** The first that fits: a list is a product too. */
  static ScalaKind of(Class<?> type) {
    Set<Class<?>> supertypes = Member.withSupertypes(type);
    for (ScalaKind kind : values()) {
      for (Class<?> each : supertypes) {
        if (each.getName().equals(kind.supertype)) {
          return kind;
        }
      }
    }
    return NONE;
  }

  boolean isMany() {
    return this == SEQUENCE || this == ITERABLE;
  }
}
