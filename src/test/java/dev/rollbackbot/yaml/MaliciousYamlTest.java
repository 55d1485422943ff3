package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Seeds;
import dev.rollbackbot.yaml.RunbookReader.ProblemLevel;
import dev.rollbackbot.yaml.RunbookReader.RunbookReadResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files made to exhaust memory, stack or time: each is refused with a position. */
final class MaliciousYamlTest {
  private static final int MANY = 60_000;
  private static final int LONG = 250_000;
  private static final int BINARY = 300;

  private final RunbookReader reader = new RunbookReader(Map.of());

  @Test
  void deep_long_and_exploding_files_are_refused() {
    for (String bomb :
        List.of(
            "[".repeat(LONG),
            "{a: ".repeat(MANY),
            "- ".repeat(MANY),
            "? ".repeat(MANY),
            "a:\n" + deep(500),
            laughs(),
            "a: &a [*a, *a]\n",
            "a: " + "x".repeat(LONG),
            "\"" + "\\x41".repeat(MANY) + "\"",
            "a: |\n" + "  line\n".repeat(30_000),
            keys(15_000),
            "a: 1\n".repeat(40_000),
            "'".repeat(LONG),
            "#".repeat(LONG),
            "---\n".repeat(MANY),
            "%YAML 1.2\n".repeat(20_000),
            "!".repeat(LONG),
            "*".repeat(LONG),
            "${RUNBOOK_".repeat(20_000),
            "format: 1\n" + "\u2028".repeat(MANY))) {
      refused(bomb, bomb.substring(0, 8));
    }
  }

  @Test
  void random_bytes_are_refused() {
    Seeds.of(BINARY)
        .forEach(seed -> {
          Random random = new Random(seed);
          byte[] bytes = new byte[random.nextInt(4_000) + 1];
          random.nextBytes(bytes);
          refused(new String(bytes, StandardCharsets.UTF_8), "seed " + seed);
          refused(new String(bytes, StandardCharsets.ISO_8859_1), "seed " + seed);
        });
  }

  private void refused(String text, String what) {
    RunbookReadResult result = reader.read("bomb.yaml", text);
    assertThat(result.runbook()).as(what).isEmpty();
    assertThat(result.problems())
        .as(what)
        .anyMatch(p -> p.level() == ProblemLevel.ERROR && p.line() >= 1 && p.column() >= 1);
  }

  private static String deep(int levels) {
    return IntStream.rangeClosed(1, levels)
        .mapToObj(i -> " ".repeat(i) + "a:\n")
        .collect(Collectors.joining());
  }

  private static String laughs() {
    StringBuilder out = new StringBuilder("a0: &a0 ha\n");
    for (int i = 1; i < 30; i++) {
      String one = "*a" + (i - 1);
      out.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(",", List.of(one, one, one, one))));
    }
    return out.toString();
  }

  private static String keys(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> "key" + i + ": 1\n")
        .collect(Collectors.joining());
  }
}
