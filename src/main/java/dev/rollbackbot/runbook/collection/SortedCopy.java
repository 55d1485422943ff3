package dev.rollbackbot.runbook.collection;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Immutable copies in the natural order of keys and elements.
 *
 * <p>The core makes no other copy of a map or a set. What {@link Map#copyOf} and {@link Set#copyOf}
 * return has another order in each process, and with it what is stored, hashed and posted would
 * differ from one start of the bot to the next.
 */
public final class SortedCopy {
  private SortedCopy() {}

  /**
   * The same pairs, sorted by key.
   *
   * @throws NullPointerException if a key or a value is null
   */
  public static <K extends Comparable<K>, V> Map<K, V> of(Map<K, V> map) {
    map.values().forEach(Objects::requireNonNull);
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /**
   * The same elements, sorted.
   *
   * @throws NullPointerException if an element is null
   */
  public static <E extends Comparable<E>> Set<E> of(Collection<E> elements) {
    return Collections.unmodifiableSet(new TreeSet<>(elements));
  }
}
