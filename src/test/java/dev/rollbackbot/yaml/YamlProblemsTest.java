package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Invalid YAML, and features of YAML that a runbook may not use. */
@Pure
class YamlProblemsTest {
  private static final EditedRunbook SMALL = EditedRunbook.small();

  @Test
  void a_tab() {
    EditedRunbook.assertProblems(
        SMALL.with("    name: Web", "\tname: Web"),
        "small.yaml:24:1: error: this is not YAML: found character '\\t(TAB)' "
            + "that cannot start any token; indent with blanks, not with tabs");
  }

  @Test
  void a_handle_without_quotes() {
    EditedRunbook.assertProblems(
        SMALL.with("\"@oncall\"", "@oncall"),
        "small.yaml:29:16: error: this is not YAML: found character '@' that "
            + "cannot start any token; text that begins with @, `, % or another "
            + "special character needs quotes");
  }

  @Test
  void a_colon_in_text_without_quotes() {
    EditedRunbook.assertProblems(
        SMALL.with("impact: Nothing loads", "impact: Nothing: loads"),
        "small.yaml:7:16: error: this is not YAML: mapping values are not "
            + "allowed here; text with a colon and a blank in it needs quotes, or the "
            + "indentation is off");
  }

  @Test
  void a_bracket_that_is_not_closed() {
    EditedRunbook.assertProblems(
        SMALL.with("[health, seen]", "[health, seen"),
        "small.yaml:88:9: error: this is not YAML: expected ',' or ']', but got "
            + ":, in what begins in line 86");
  }

  @Test
  void an_indentation_that_is_off() {
    EditedRunbook.assertProblems(
        SMALL.with("  rolled_back: Rolled back by", "   rolled_back: Rolled back by"),
        "small.yaml:90:3: error: this is not YAML: expected <block end>, but "
            + "found '<block mapping start>', in what begins in line 1; look at the "
            + "indentation of this line and of the one above");
  }

  @Test
  void an_anchor_and_its_alias() {
    EditedRunbook.assertProblems(
        SMALL.with("eta: 5 minutes", "eta: &time 5 minutes").with("Nothing loads", "*time"),
        "small.yaml:7:9: error: an alias (*time) is not allowed; write the value out",
        "small.yaml:8:6: error: an anchor (&time) is not allowed; write the value out");
  }

  @Test
  void a_foreign_tag() {
    EditedRunbook.assertProblems(
        SMALL.with("eta: 5 minutes", "eta: !java.io.File 5 minutes"),
        "small.yaml:8:6: error: a tag (!java.io.File) is not allowed; write the "
            + "value alone, text in quotes");
  }

  @Test
  void a_second_document() {
    EditedRunbook.assertProblems(
        SMALL.and("---\nformat: 1\n"),
        "small.yaml:98:1: error: a second document begins here; one file holds "
            + "one runbook, without ---");
  }

  @Test
  void a_character_that_is_not_allowed() {
    EditedRunbook.assertProblems(
        SMALL.with("Nothing loads", "Nothing \u0007 loads"),
        "small.yaml:7:17: error: character U+0007 is not allowed in YAML; remove it");
  }

  @Test
  void an_empty_file() {
    EditedRunbook.assertProblems(
        new EditedRunbook("# only a comment\n"),
        "small.yaml:1:1: error: the file is empty; it begins with format: 1");
  }

  @Test
  void a_file_that_is_text_only() {
    EditedRunbook.assertProblems(
        new EditedRunbook("hello"),
        "small.yaml:1:1: error: the runbook must be a mapping (key: value), not text");
  }

  @Test
  void a_file_with_thousands_of_problems_is_read_to_its_end() {
    String words = "{x}".repeat(900) + "\n";
    EditedRunbook full =
        SMALL
            .with("We are on it", "\"" + words + "\"")
            .with("We are still on it", "\"" + words + "\"")
            .and("x%s: y\n".repeat(25_000).formatted(IntStream.range(0, 25_000).boxed().toArray()));
    assertThat(full.text().length()).isLessThan(RunbookReader.MAX_BYTES);
    assertThat(full.problems()).hasSizeGreaterThan(25_000);
  }
}
