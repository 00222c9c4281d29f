package io.plumbline.instrumentation.methods;

import io.plumbline.capture.CaptureLimits;
import io.plumbline.capture.DataType;
import io.plumbline.capture.InFlightInference;
import io.plumbline.capture.InferenceRecorder;
import io.plumbline.capture.TensorRole;
import io.plumbline.capture.TensorWriter;
import io.plumbline.path.Components;
import io.plumbline.path.Elements;
import io.plumbline.path.HookedMethod;
import io.plumbline.path.PathException;
import io.plumbline.path.SeeThrough;
import io.plumbline.path.Unboxed;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies a value of the host, whatever it is, as tensors: primitive arrays as they are and without
 * allocating; single values; lists of values; maps, records and beans as one row with a tensor for
 * each entry; and lists of any of these as rows.
 */
final class ValueCopier {
  private final HookedMethod hooked;
  private final String method;
  private final List<String> columns;

  /**
   * @param columns names of an array's columns; empty where unknown
   */
  ValueCopier(HookedMethod hooked, String method, List<String> columns) {
    this.hooked = hooked;
    this.method = method;
    this.columns = columns;
  }

  /**
   * @return rows of the value
   * @throws PathException when it is nothing that can be copied
   */
  long copy(NamedReading target, Object value, InFlightInference call) {
    TensorRole role = target.role();
    Class<?> type = value.getClass();
    if (type.isArray() && PrimitiveArrays.copy(role, target.name(), value, call)) {
      return PrimitiveArrays.rows(value);
    }
    DataType scalar = Scalar.typeOf(value);
    if (scalar != null) {
      copyScalar(scalarRole(role, scalar), target.name(), scalar, value, call);
      return 1;
    }
    if (Elements.isMany(value)) {
      return copyMany(target, value, call);
    }
    if (role == TensorRole.PROBABILITIES || !copyFields(target, value, call)) {
      Map<String, @Nullable Object> row = row(value, call.limits().maxValuesPerRow(), call);
      if (row == null) {
        throw new PathException(type.getName() + " is nothing that has values");
      }
      copyRow(target, row, call);
    }
    return 1;
  }

  /** As {@link #copy} would say, from a look at the first element at most. */
  static long rows(Object features) {
    if (PrimitiveArrays.isOne(features)) {
      return PrimitiveArrays.rows(features);
    }
    if (Scalar.typeOf(features) != null || !Elements.isMany(features)) {
      return 1;
    }
    @Nullable Object[] first = unwrapped(Elements.first(features, 1));
    return areScalars(first) ? 1 : Elements.size(features);
  }

  /** A feature that this call does not have. */
  void missing(NamedReading feature, InFlightInference call) {
    call.scalar(feature.role(), feature.name(), Double.NaN);
  }

  /** A whole result that is one value needs no guessing. */
  private static TensorRole scalarRole(TensorRole role, DataType type) {
    if (role != TensorRole.OUTPUT) {
      return role;
    }
    boolean number = type != DataType.BYTES && type != DataType.BOOL;
    return number ? TensorRole.SCORE : TensorRole.LABEL;
  }

  private static void copyScalar(
      TensorRole role, String name, DataType type, @Nullable Object value, InFlightInference call) {
    TensorWriter tensor = call.tensor(role, name, type, 1, 1);
    if (tensor.rows() == 1) {
      Scalar.append(tensor, type, value);
    }
    tensor.close();
  }

  private long copyMany(NamedReading target, Object many, InFlightInference call) {
    CaptureLimits limits = call.limits();
    int bound = Math.max(limits.maxRows(), limits.maxValuesPerRow());
    @Nullable Object[] elements = unwrapped(Elements.first(many, bound));
    long size = Math.max(Elements.size(many), elements.length);
    DataType type = elements.length == 0 ? null : Scalar.commonType(elements);
    if (type != null) {
      boolean onePerRow = isOnePerRow(target.role(), size, call);
      copyVector(target.role(), target.name(), type, elements, size, onePerRow, call);
      return onePerRow ? size : 1;
    }
    if (areScalars(elements)) {
      copyMixed(target, elements, size, call);
      return 1;
    }
    new RowTable(this, target, columns).copy(elements, size, call);
    return size;
  }

  /** Labels and scores are one a row; so is a result of as many values as there were rows. */
  private static boolean isOnePerRow(TensorRole role, long size, InFlightInference call) {
    return role == TensorRole.LABEL
        || role == TensorRole.SCORE
        || (role == TensorRole.OUTPUT && size > 1 && call.batchSize() == size);
  }

  private static void copyVector(
      TensorRole role,
      String name,
      DataType type,
      @Nullable Object[] elements,
      long size,
      boolean onePerRow,
      InFlightInference call) {
    TensorWriter tensor =
        onePerRow
            ? call.tensor(role, name, type, size, 1).limit(elements.length, 1)
            : call.tensor(role, name, type, 1, size).limit(1, elements.length);
    int count = tensor.rows() * tensor.valuesPerRow();
    for (int i = 0; i < count; i++) {
      Scalar.append(tensor, type, elements[i]);
    }
    tensor.close();
  }

  /** Numbers beside texts: one tensor each. */
  private void copyMixed(
      NamedReading target, @Nullable Object[] elements, long size, InFlightInference call) {
    int bound = Math.min(elements.length, call.limits().maxValuesPerRow());
    for (int i = 0; i < bound; i++) {
      copyField(target.role(), columnName(target, i), elements[i], call);
    }
    if (bound < size) {
      call.cut();
    }
  }

  private String columnName(NamedReading target, int column) {
    return column < columns.size() ? columns.get(column) : target.name() + "." + column;
  }

  /**
   * Copies one map, record or bean as it is read.
   *
   * @return false for what has no names, or names that only a look at all of them tells apart
   */
  private boolean copyFields(NamedReading target, Object value, InFlightInference call) {
    if (value instanceof Map<?, ?> map) {
      return copyEntries(target, map, call);
    }
    if (Elements.isMap(value)) {
      return false;
    }
    Components components = Components.of(value);
    copyComponents(target, components, value, call);
    return components.count() > 0;
  }

  /** The first key tells what keys there are. */
  private static boolean copyEntries(NamedReading target, Map<?, ?> map, InFlightInference call) {
    int limit = call.limits().maxValuesPerRow();
    int copied = 0;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (copied == 0 && !(entry.getKey() instanceof String)) {
        return false;
      }
      if (copied == limit) {
        call.cut();
        break;
      }
      copyNamed(target, Elements.textOf(entry.getKey()), entry.getValue(), call);
      copied++;
    }
    return true;
  }

  private void copyComponents(
      NamedReading target, Components components, Object owner, InFlightInference call) {
    int limit = call.limits().maxValuesPerRow();
    boolean anyHooked = hooked.isType(owner.getClass());
    int copied = 0;
    for (int i = 0; i < components.count() && copied < limit; i++) {
      if (!anyHooked || !components.isHooked(i, owner, hooked)) {
        copyComponent(target, components, i, owner, call);
        copied++;
      }
    }
    if (components.count() > limit) {
      call.cut();
    }
  }

  private void copyComponent(
      NamedReading target, Components components, int i, Object owner, InFlightInference call) {
    String name = components.name(i);
    Unboxed unboxed = components.unboxed(i);
    TensorRole role = target.role();
    try {
      if (unboxed == null) {
        copyNamed(target, name, components.read(i, owner), call);
        return;
      }
      switch (unboxed) {
        case FLOAT -> copyFloat(role, name, (float) components.readDouble(i, owner), call);
        case DOUBLE -> call.scalar(role, name, components.readDouble(i, owner));
        case LONG -> call.scalar(role, name, components.readLong(i, owner));
        case BOOLEAN -> call.scalar(role, name, components.readLong(i, owner) != 0);
      }
    } catch (PathException e) {
      unread(name, e);
    }
  }

  private static void copyFloat(TensorRole role, String name, float value, InFlightInference call) {
    TensorWriter tensor = call.tensor(role, name, DataType.FP32, 1, 1);
    if (tensor.rows() == 1) {
      tensor.append(value);
    }
    tensor.close();
  }

  private static void copyNamed(
      NamedReading target, String name, @Nullable Object value, InFlightInference call) {
    try {
      copyField(target.role(), name, value, call);
    } catch (RuntimeException | LinkageError e) {
      target.reading().failed(e);
    }
  }

  private void copyRow(
      NamedReading target, Map<String, @Nullable Object> row, InFlightInference call) {
    if (target.role() == TensorRole.PROBABILITIES) {
      copyClasses(target, row, call);
      return;
    }
    row.forEach((name, field) -> copyNamed(target, name, field, call));
  }

  /** From class to probability. */
  private static void copyClasses(
      NamedReading target, Map<String, @Nullable Object> row, InFlightInference call) {
    @Nullable Object[] values = row.values().toArray();
    DataType type = Scalar.commonType(values);
    if (type == null || type == DataType.BYTES || type == DataType.BOOL) {
      throw new PathException("probabilities are not numbers");
    }
    copyVector(target.role(), target.name(), type, values, values.length, false, call);
    copyClassNames(row.keySet(), call);
  }

  /** Of the probabilities just written, in the order of their columns. */
  static void copyClassNames(Set<String> classes, InFlightInference call) {
    @Nullable Object[] names = classes.toArray();
    copyVector(TensorRole.CLASSES, "", DataType.BYTES, names, names.length, false, call);
  }

  /** One feature of a row: a single value, or an array or list of them. */
  private static void copyField(
      TensorRole role, String name, @Nullable Object wrapped, InFlightInference call) {
    DataType known = Scalar.typeOf(wrapped);
    Object value = known == null ? SeeThrough.unwrap(wrapped) : wrapped;
    DataType scalar = known == null ? Scalar.typeOf(value) : known;
    if (scalar != null || value == null) {
      copyScalar(role, name, scalar == null ? DataType.FP64 : scalar, value, call);
    } else if (!copyFieldArray(role, name, value, call)) {
      throw new PathException(
          name + " is a " + value.getClass().getName() + "; give what it holds paths of their own");
    }
  }

  private static boolean copyFieldArray(
      TensorRole role, String name, Object value, InFlightInference call) {
    if (value.getClass().isArray() && PrimitiveArrays.copy(role, name, value, call)) {
      return true;
    }
    if (!Elements.isMany(value)) {
      return false;
    }
    @Nullable Object[] elements = unwrapped(Elements.first(value, call.limits().maxValuesPerRow()));
    DataType type = Scalar.commonType(elements);
    if (type == null) {
      return false;
    }
    long size = Math.max(Elements.size(value), elements.length);
    copyVector(role, name, type, elements, size, false, call);
    return true;
  }

  /** A map, record or bean by its names; null for what is none. */
  @Nullable Map<String, @Nullable Object> row(Object value, int limit, InFlightInference call) {
    if (Elements.isMap(value)) {
      return mapRow(value, limit, call);
    }
    Components components = Components.of(value);
    if (components.count() == 0) {
      return null;
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < components.count() && row.size() < limit; i++) {
      if (!components.isHooked(i, value, hooked)) {
        readComponent(components, i, value, row);
      }
    }
    if (components.count() > limit) {
      call.cut();
    }
    return row;
  }

  private void readComponent(
      Components components, int index, Object value, Map<String, @Nullable Object> row) {
    try {
      row.put(components.name(index), components.read(index, value));
    } catch (PathException e) {
      unread(components.name(index), e);
    }
  }

  /** One getter that throws costs that one feature. */
  private void unread(String component, PathException thrown) {
    InferenceRecorder.reportFailure("reading " + component + " of " + method, thrown);
  }

  private static Map<String, @Nullable Object> mapRow(
      Object map, int limit, InFlightInference call) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    Iterator<Map.Entry<@Nullable Object, @Nullable Object>> entries = Elements.entries(map);
    while (entries.hasNext()) {
      if (row.size() == limit) {
        call.cut();
        break;
      }
      Map.Entry<@Nullable Object, @Nullable Object> entry = entries.next();
      row.put(Elements.textOf(entry.getKey()), entry.getValue());
    }
    return row;
  }

  static boolean areScalars(@Nullable Object[] elements) {
    for (Object element : elements) {
      if (element != null && Scalar.typeOf(element) == null) {
        return false;
      }
    }
    return true;
  }

  static @Nullable Object[] unwrapped(@Nullable Object[] elements) {
    @Nullable Object[] values = new @Nullable Object[elements.length];
    for (int i = 0; i < elements.length; i++) {
      values[i] = SeeThrough.unwrap(elements[i]);
    }
    return values;
  }
}
