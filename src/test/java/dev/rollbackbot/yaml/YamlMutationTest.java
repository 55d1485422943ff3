package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.yaml.RunbookReader.Problem;
import dev.rollbackbot.yaml.RunbookReader.ProblemLevel;
import dev.rollbackbot.yaml.RunbookReader.RunbookReadResult;
import dev.rollbackbot.yaml.folder.RunbookDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

/** For any mutated file the reader returns a runbook, or problems with valid positions. */
class YamlMutationTest {
  private static final int ROUNDS = 1_000;
  private static final String[] SNIPPETS = {
    "\t",
    "- ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!x ",
    "? ",
    "|\n",
    ">",
    "\"",
    "'",
    "#",
    "%",
    "@",
    "---\n",
    "...\n",
    "<<: ",
    "null",
    "~",
    "${RUNBOOK_",
    "${RUNBOOK_A:-x}",
    "}",
    "{lead}",
    "\r",
    "\r\n",
    "\u0000",
    "\u0085",
    "\u2028",
    "\uFEFF",
    "\uD83D",
    "\uD83D\uDEA8",
    "9".repeat(40),
    "-1",
    "0x10",
    "1e999",
    ".nan",
    "{a: ".repeat(40),
    "\n\n",
    "   ",
    "format: 1\n"
  };

  private final String factory = TestFiles.text("/runbooks/factory.yaml");
  private final RunbookReader reader =
      new RunbookReader(Map.of("RUNBOOK_A", "a \uD83D\uDEA8 value"));

  @Test
  void a_mutated_file_causes_no_exception_and_every_problem_has_a_position() {
    int refused = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      String text = mutate(factory, new Random(seed));
      RunbookReadResult result = read(seed, text);
      boolean errors = result.problems().stream().anyMatch(p -> p.level() == ProblemLevel.ERROR);
      assertThat(result.runbook().isPresent()).as("seed %d", seed).isNotEqualTo(errors);
      String[] lines = text.split("\r\n|\r|\n", -1);
      for (Problem problem : result.problems()) {
        assertPlaced(seed, lines, problem);
      }
      refused += errors ? 1 : 0;
    }
    assertThat(refused).isBetween(ROUNDS / 2, ROUNDS - 1);
  }

  private RunbookReadResult read(int seed, String text) {
    try {
      return reader.read("mutated.yaml", text, RunbookDirectory.bundled());
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  /** The position just after the last character is valid. */
  private static void assertPlaced(int seed, String[] lines, Problem problem) {
    assertThat(problem.line()).as("seed %d: %s", seed, problem).isBetween(1, lines.length);
    String line = lines[problem.line() - 1];
    assertThat(problem.column())
        .as("seed %d: %s", seed, problem)
        .isBetween(1, line.codePointCount(0, line.length()) + 1);
    assertThat(problem.message()).isNotBlank();
  }

  private static String mutate(String text, Random random) {
    String result = text;
    for (int i = 0; i <= random.nextInt(3); i++) {
      result =
          random.nextBoolean() ? mutateLines(result, random) : mutateCharacters(result, random);
    }
    return result;
  }

  private static String mutateCharacters(String text, Random random) {
    int at = random.nextInt(text.length());
    int end = Math.min(text.length(), at + random.nextInt(30));
    String snippet = SNIPPETS[random.nextInt(SNIPPETS.length)];
    return switch (random.nextInt(4)) {
      case 0 -> text.substring(0, at) + snippet + text.substring(at);
      case 1 -> text.substring(0, at) + text.substring(end);
      case 2 -> text.substring(0, at) + snippet + text.substring(end);
      default -> text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(at);
    };
  }

  private static String mutateLines(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, line);
      case 2 -> lines.set(at, "  " + line);
      case 3 -> lines.add(random.nextInt(lines.size()), line);
      default ->
          lines.set(
              at,
              line.replaceFirst(
                  ":.*",
                  ":" + Matcher.quoteReplacement(SNIPPETS[random.nextInt(SNIPPETS.length)])));
    }
    return String.join("\n", lines);
  }
}
