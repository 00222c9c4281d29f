package io.plumbline.path;

import java.lang.reflect.Array;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * The elements of arrays, collections and Scala's sequences, and the entries of maps, up to a
 * bound: what is foreign or endless is never followed further than asked for.
 */
public final class Elements {
  /** Entries that a search looks at, in a map whose keys are no texts. */
  private static final int MAX_SEARCH = 1000;

  private Elements() {}

  /** True for an array of objects, a collection or a sequence; not for a map or primitives. */
  public static boolean isMany(Object value) {
    return value instanceof Object[]
        || value instanceof Collection
        || HostType.of(value).scala().isMany();
  }

  public static boolean isMap(Object value) {
    return value instanceof Map || HostType.of(value).scala() == ScalaKind.MAP;
  }

  /**
   * The first elements.
   *
   * @param many what {@link #isMany} is true for
   * @return at most {@code limit}
   */
  public static @Nullable Object[] first(Object many, int limit) {
    if (many instanceof Object[] array) {
      return array.length <= limit ? array : Arrays.copyOf(array, limit);
    }
    Iterator<?> iterator = iterator(many);
    @Nullable Object[] elements = new @Nullable Object[Math.min(limit, 16)];
    int count = 0;
    while (count < limit && iterator.hasNext()) {
      if (count == elements.length) {
        elements = Arrays.copyOf(elements, Math.min(limit, 2 * count));
      }
      elements[count++] = iterator.next();
    }
    return count == elements.length ? elements : Arrays.copyOf(elements, count);
  }

  /**
   * How many elements there are.
   *
   * @param many an array, also of primitives, or what {@link #isMany} or {@link #isMap} is true for
   * @return -1 where only following them all would tell
   */
  public static long size(Object many) {
    if (many.getClass().isArray()) {
      return Array.getLength(many);
    }
    if (many instanceof Collection<?> collection) {
      return collection.size();
    }
    if (many instanceof Map<?, ?> map) {
      return map.size();
    }
    HostType type = HostType.of(many);
    boolean lazy =
        type.name().contains("Lazy")
            || type.name().contains("Stream")
            || type.name().contains("View");
    Member size = lazy ? null : type.call("size");
    return size != null && size.read(many) instanceof Integer known ? known : -1;
  }

  /**
   * One element.
   *
   * @throws PathException when there is none at this index, or the value has no elements
   */
  static @Nullable Object at(Object value, int index) {
    if (value.getClass().isArray()) {
      check(index < Array.getLength(value), value, index);
      return value instanceof Object[] array ? array[index] : Array.get(value, index);
    }
    if (value instanceof List<?> list && list instanceof RandomAccess) {
      check(index < list.size(), value, index);
      return list.get(index);
    }
    if (HostType.of(value).scala() == ScalaKind.PRODUCT) {
      Components parts = HostType.of(value).components();
      check(index < parts.count(), value, index);
      return parts.read(index, value);
    }
    if (!(value instanceof Iterable) && !HostType.of(value).scala().isMany()) {
      throw new PathException(
          value.getClass().getName() + " has no elements, so no [" + index + "]");
    }
    Iterator<?> iterator = iterator(value);
    for (int i = 0; iterator.hasNext(); i++) {
      Object element = iterator.next();
      if (i == index) {
        return element;
      }
    }
    throw missing(value, index);
  }

  private static void check(boolean present, Object value, int index) {
    if (!present) {
      throw missing(value, index);
    }
  }

  private static PathException missing(Object value, int index) {
    return new PathException(value.getClass().getTypeName() + " has no element [" + index + "]");
  }

  /**
   * The value of a key; null when it is absent.
   *
   * @throws PathException for what is no map
   */
  static @Nullable Object valueOf(Object map, String key) {
    if (map instanceof Map<?, ?> known && hasTextKeys(known)) {
      return known.get(key);
    }
    if (!isMap(map)) {
      throw new PathException(
          map.getClass().getName() + " is no map, so it has no key \"" + key + "\"");
    }
    Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries = entries(map);
    for (int i = 0; i < MAX_SEARCH && entries.hasNext(); i++) {
      Map.Entry<@Nullable Object, @Nullable Object> entry = entries.next();
      if (key.equals(textOf(entry.getKey()))) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static boolean hasTextKeys(Map<?, ?> map) {
    Iterator<?> keys = map.keySet().iterator();
    return !keys.hasNext() || keys.next() instanceof String;
  }

  /** A key as text: enums by their name. */
  public static String textOf(@Nullable Object key) {
    return key instanceof Enum<?> constant ? constant.name() : String.valueOf(key);
  }

  /** The entries of what {@link #isMap} is true for, in the map's order. */
  public static Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries(Object map) {
    if (map instanceof Map<?, ?> known) {
      return new EntryIterator(known.entrySet().iterator());
    }
    return new EntryIterator(iterator(map));
  }

  private static Iterator<?> iterator(Object many) {
    if (many instanceof Iterable<?> iterable) {
      return iterable.iterator();
    }
    return new ScalaIterator(ScalaIterator.call(many, "iterator"));
  }

  private record EntryIterator(Iterator<?> inner)
      implements Iterator<Map.Entry<@Nullable Object, @Nullable Object>> {
    @Override
    public boolean hasNext() {
      return inner.hasNext();
    }

    @Override
    @SuppressWarnings("unchecked") // Every entry is one of objects.
    public Map.Entry<@Nullable Object, @Nullable Object> next() {
      Object next = inner.next();
      if (next instanceof Map.Entry<?, ?> entry) {
        return (Map.Entry<@Nullable Object, @Nullable Object>) entry;
      }
      return new AbstractMap.SimpleImmutableEntry<>(at(next, 0), at(next, 1));
    }
  }

  private record ScalaIterator(Object inner) implements Iterator<@Nullable Object> {
    @Override
    public boolean hasNext() {
      return Boolean.TRUE.equals(call(inner, "hasNext"));
    }

    @Override
    public @Nullable Object next() {
      Member next = HostType.of(inner).call("next");
      return next == null ? null : next.read(inner);
    }

    static Object call(Object owner, String name) {
      Member member = HostType.of(owner).call(name);
      Object result = member == null ? null : member.read(owner);
      if (result == null) {
        throw new PathException(owner.getClass().getName() + " has no " + name + "()");
      }
      return result;
    }
  }
}
