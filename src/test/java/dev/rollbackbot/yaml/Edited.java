package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** A runbook that is right but for a few edits. */
record Edited(String text) {
  static Edited small() {
    return new Edited(TestFiles.text("/runbooks/small.yaml"));
  }

  /** Puts other text in the place of a text that is there exactly once. */
  Edited with(String original, String other) {
    int at = text.indexOf(original);
    if (at < 0 || text.indexOf(original, at + 1) >= 0) {
      throw new IllegalArgumentException("not there exactly once: " + original);
    }
    return new Edited(text.replace(original, other));
  }

  Edited without(String original) {
    return with(original, "");
  }

  Edited and(String more) {
    return new Edited(text + more);
  }

  RunbookReader.Reading read() {
    return read(Map.of());
  }

  RunbookReader.Reading read(Map<String, String> variables) {
    return new RunbookReader(variables).read("small.yaml", text);
  }

  /** Asserts that exactly these problems are found, from the top of the file to its end. */
  static void says(Edited edited, String... problems) {
    assertThat(edited.problems()).containsExactly(problems);
  }

  /** What is wrong with it, as people read it. */
  List<String> problems() {
    return read().problems().stream().map(RunbookReader.Problem::toString).toList();
  }
}
