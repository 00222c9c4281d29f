package io.plumbline.capture;

import java.lang.ref.WeakReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers something about the host's objects, by identity, without keeping them. Bounded,
 * lock-free, and reading allocates nothing. When it is full an older entry goes: the caller sees
 * null and works it out again, or says that it is not known.
 */
public final class WeakIdentityTable<K, V> {
  private static final int WINDOW = 8;

  private final int mask;
  private final AtomicReferenceArray<@Nullable Entry<K, V>> entries;

  /**
   * @param capacity entries; rounded up to a power of two
   */
  public WeakIdentityTable(int capacity) {
    int size = Integer.highestOneBit(Math.max(WINDOW, capacity * 2 - 1));
    this.mask = size - 1;
    this.entries = new AtomicReferenceArray<>(size);
  }

  public @Nullable V get(K key) {
    int start = slot(key);
    for (int i = 0; i < WINDOW; i++) {
      Entry<K, V> entry = entries.get((start + i) & mask);
      if (entry != null && entry.refersTo(key)) {
        return entry.value;
      }
    }
    return null;
  }

  /** Remembers {@code value}; replaces what was known of {@code key}. */
  public void put(K key, V value) {
    int start = slot(key);
    int target = start;
    boolean free = false;
    for (int i = 0; i < WINDOW; i++) {
      int slot = (start + i) & mask;
      Entry<K, V> entry = entries.get(slot);
      if (entry != null && entry.refersTo(key)) {
        entries.set(slot, new Entry<>(key, value));
        return;
      }
      if (!free && (entry == null || entry.refersTo(null))) {
        target = slot;
        free = true;
      }
    }
    entries.set(target & mask, new Entry<>(key, value));
  }

  /** Forgets {@code key}. */
  public void remove(K key) {
    int start = slot(key);
    for (int i = 0; i < WINDOW; i++) {
      int slot = (start + i) & mask;
      Entry<K, V> entry = entries.get(slot);
      if (entry != null && entry.refersTo(key)) {
        entries.compareAndSet(slot, entry, null);
      }
    }
  }

  private int slot(K key) {
    int hash = System.identityHashCode(key);
    return (hash ^ (hash >>> 15)) & mask;
  }

  private static final class Entry<K, V> extends WeakReference<K> {
    final V value;

    Entry(K key, V value) {
      super(key);
      this.value = value;
    }
  }
}
