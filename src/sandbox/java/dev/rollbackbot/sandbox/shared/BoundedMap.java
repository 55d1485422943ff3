package dev.rollbackbot.sandbox.shared;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes maps that drop their oldest entry when they exceed a limit. Not thread-safe. */
public final class BoundedMap {
  private BoundedMap() {}

  public static <K, V> Map<K, V> of(int limit) {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
      }
    };
  }
}
