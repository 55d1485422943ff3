package dev.rollbackbot.gateway.kubernetes;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shares in whole numbers that add up to 100. */
final class Percentages {
  private static final int ALL = 100;

  /** With more, those that are raised to 1 could leave nothing for the largest. */
  private static final int MAX_SHARES = 10;

  private Percentages() {}

  /** Each that has a count has at least 1; what rounding leaves goes to the largest. */
  static Map<String, Integer> of(Map<String, Long> counts) {
    long sum = counts.values().stream().mapToLong(Long::longValue).sum();
    List<Map.Entry<String, Long>> largestFirst =
        counts.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MAX_SHARES)
            .toList();
    Map<String, Integer> percentages = new LinkedHashMap<>();
    int left = ALL;
    for (Map.Entry<String, Long> each : largestFirst.subList(1, largestFirst.size())) {
      int percentage = (int) Math.max(1, ALL * each.getValue() / sum);
      percentages.put(each.getKey(), percentage);
      left -= percentage;
    }
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put(largestFirst.getFirst().getKey(), left);
    all.putAll(percentages);
    return all;
  }
}
