package dev.rollbackbot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.yaml.RunbookReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Pure
final class RunbookSkeletonTest {
  static List<String> providers() {
    return RunbookSkeleton.PROVIDERS;
  }

  @ParameterizedTest
  @MethodSource("providers")
  void each_passes_the_check_without_a_warning(String provider) {
    assertThat(read(provider).problems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void each_needs_its_provider(String provider) {
    Runbook runbook = read(provider).runbook().orElseThrow();
    assertThat(runbook.providers()).contains(provider);
  }

  @ParameterizedTest
  @MethodSource("providers")
  void no_mark_is_left_in_it(String provider) {
    assertThat(RunbookSkeleton.of(provider).orElseThrow())
        .doesNotContainPattern("(?m)^@")
        .startsWith("# yaml-language-server: $schema=runbook.schema.json\n");
  }

  @Test
  void there_is_none_for_an_unknown_provider() {
    assertThat(Stream.of("runbook", "../db", "").map(RunbookSkeleton::of))
        .allSatisfy(skeleton -> assertThat(skeleton).isEmpty());
  }

  private static RunbookReader.RunbookReadResult read(String provider) {
    return new RunbookReader(Map.of())
        .read("shop.yaml", RunbookSkeleton.of(provider).orElseThrow());
  }
}
