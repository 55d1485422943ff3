package dev.rollbackbot.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

@Pure
final class PercentagesTest {
  @Test
  void they_are_whole_and_add_up_to_100() {
    assertThat(Percentages.of(Map.of("a", 3L))).isEqualTo(Map.of("a", 100));
    assertThat(Percentages.of(Map.of("a", 2L, "b", 1L, "c", 0L)))
        .isEqualTo(Map.of("a", 67, "b", 33));
    assertThat(Percentages.of(Map.of("a", 999L, "b", 1L))).isEqualTo(Map.of("a", 99, "b", 1));
  }

  @Test
  void each_of_many_has_at_least_one() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Map<String, Long> counts = new LinkedHashMap<>();
      for (int j = 0; j <= random.nextInt(14); j++) {
        counts.put("v" + j, 1L + random.nextLong(1L << random.nextInt(1, 12)));
      }
      Map<String, Integer> percentages = Percentages.of(counts);
      assertThat(percentages.values()).allMatch(p -> p >= 1 && p <= 100);
      assertThat(percentages.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
    }
  }
}
