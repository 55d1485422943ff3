package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

/** A valid runbook with a few edits. */
record EditedRunbook(String text) {
  static EditedRunbook small() {
    return new EditedRunbook(TestFiles.text("/runbooks/small.yaml"));
  }

  /** Replaces a text that occurs exactly once. */
  EditedRunbook with(String original, String other) {
    int at = text.indexOf(original);
    if (at < 0 || text.indexOf(original, at + 1) >= 0) {
      throw new IllegalArgumentException("must occur exactly once: " + original);
    }
    return new EditedRunbook(text.replace(original, other));
  }

  EditedRunbook without(String original) {
    return with(original, "");
  }

  EditedRunbook and(String more) {
    return new EditedRunbook(text + more);
  }

  RunbookReader.RunbookReadResult read() {
    return read(Map.of());
  }

  RunbookReader.RunbookReadResult read(Map<String, String> variables) {
    return new RunbookReader(variables).read("small.yaml", text);
  }

  /** Asserts that exactly these problems are found, in the order of the file. */
  static void assertProblems(EditedRunbook runbook, String... problems) {
    assertThat(runbook.problems()).containsExactly(problems);
  }

  List<String> problems() {
    return read().problems().stream().map(RunbookReader.Problem::toString).toList();
  }
}
