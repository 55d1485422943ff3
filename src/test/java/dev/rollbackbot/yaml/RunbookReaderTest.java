package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.yaml.RunbookReader.Problem;
import dev.rollbackbot.yaml.RunbookReader.RunbookReadResult;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@Pure
class RunbookReaderTest {
  private static final EditedRunbook SMALL = EditedRunbook.small();

  @Test
  void all_problems_are_reported_in_the_order_of_the_file() {
    RunbookReadResult result =
        new RunbookReader(Map.of())
            .read("many.yaml", TestFiles.text("/runbooks/many-problems.yaml"));
    assertThat(result.runbook()).isEmpty();
    assertThat(result.problems())
        .extracting(Problem::toString)
        .containsExactlyElementsOf(TestFiles.text("/runbooks/many-problems.txt").lines().toList());
  }

  @Test
  void other_line_endings_and_a_byte_order_mark_make_no_difference() {
    EditedRunbook windows = new EditedRunbook("\uFEFF" + SMALL.text().replace("\n", "\r\n"));
    assertThat(windows.read().runbook()).isPresent();
    assertThat(windows.with("eta: 5 minutes", "eta: 5").problems())
        .containsExactly("small.yaml:8:6: error: \"eta\" must be text, not 5; put it in quotes");
  }

  @Test
  void columns_count_code_points() {
    EditedRunbook.assertProblems(
        SMALL.with("[Roll back]", "[\"\uD83D\uDEA8\", 5]"),
        "small.yaml:96:16: error: an entry of \"steps\" must be text, not 5; put it in quotes");
  }

  @Nested
  class TemplateVariables {
    private static final EditedRunbook WITH_VARIABLE =
        SMALL.with("https://web.example.com", "${RUNBOOK_SITES}/web");
    private static final EditedRunbook WITH_DEFAULT =
        SMALL.with("https://web.example.com", "${RUNBOOK_SITES:-http://localhost:4000}/web");

    @Test
    void are_replaced_by_the_values_of_the_reader() {
      assertThat(address(WITH_VARIABLE.read(Map.of("RUNBOOK_SITES", "https://sites.example.com"))))
          .isEqualTo("https://sites.example.com/web");
    }

    @Test
    void may_have_a_default() {
      assertThat(address(WITH_DEFAULT.read())).isEqualTo("http://localhost:4000/web");
      assertThat(address(WITH_DEFAULT.read(Map.of("RUNBOOK_SITES", "https://a.example.com"))))
          .isEqualTo("https://a.example.com/web");
    }

    @Test
    void need_a_value_or_a_default() {
      assertThat(WITH_VARIABLE.problems())
          .contains(
              "small.yaml:32:43: error: RUNBOOK_SITES is not set and has no default; set it or"
                  + " write ${RUNBOOK_SITES:-default}");
    }

    @Test
    void may_be_unset_in_a_comment() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "# as ${RUNBOOK_ETA} says\neta: 5 minutes"));
    }

    @Test
    void with_other_names_are_not_replaced() {
      assertThat(SMALL.with("eta: 5 minutes", "eta: ${HOME} minutes").read(Map.of("HOME", "5")))
          .extracting(r -> r.runbook().orElseThrow().eta())
          .isEqualTo("${HOME} minutes");
    }

    @Test
    void must_be_well_formed() {
      assertThat(SMALL.with("eta: 5 minutes", "eta: ${RUNBOOK_eta} minutes").problems())
          .containsExactly(
              "small.yaml:8:6: error: \"${RUNBOOK_eta}\" is not a variable; write ${RUNBOOK_NAME}"
                  + " or ${RUNBOOK_NAME:-default}");
    }

    @Test
    void cannot_hold_line_breaks_or_variables() {
      for (String value : new String[] {"a\nformat: 2", "${RUNBOOK_ETA}", "a\u2028b"}) {
        RunbookReadResult result =
            SMALL.with("eta: 5 minutes", "eta: ${RUNBOOK_ETA}").read(Map.of("RUNBOOK_ETA", value));
        assertThat(result.runbook()).isEmpty();
        assertThat(result.problems().getFirst())
            .hasToString(
                "small.yaml:8:6: error: RUNBOOK_ETA must be one line of at most 2000 characters"
                    + " without ${");
      }
    }

    @Test
    void do_not_shift_the_columns_of_later_values() {
      EditedRunbook line =
          SMALL.with("steps: [Roll back]", "steps: [\"${RUNBOOK_A}\", 5, \"${RUNBOOK_A}\", 6]");
      for (String value : new String[] {"x", "a long value that moves everything to the right"}) {
        assertThat(line.read(Map.of("RUNBOOK_A", value)).problems())
            .extracting(Problem::line, Problem::column)
            .containsExactly(tuple(96, 27), tuple(96, 46));
      }
    }

    private static String address(RunbookReadResult result) {
      Runbook runbook = result.runbook().orElseThrow();
      return runbook.address(runbook.environments().getFirst(), "web").orElseThrow();
    }
  }

  @Nested
  class TheSource {
    @Test
    void is_the_interpolated_text_with_its_hash() {
      SourceText sourceText =
          SMALL
              .with("eta: 5 minutes", "eta: ${RUNBOOK_ETA}")
              .read(Map.of("RUNBOOK_ETA", "5 minutes"))
              .runbook()
              .orElseThrow()
              .sourceText();
      assertThat(sourceText.file()).isEqualTo("small.yaml");
      assertThat(sourceText.text()).isEqualTo(SMALL.text());
      assertThat(sourceText.hash())
          .matches("[0-9a-f]{64}")
          .isEqualTo(SMALL.read().runbook().orElseThrow().sourceText().hash())
          .isNotEqualTo(SMALL.and("# more\n").read().runbook().orElseThrow().sourceText().hash());
    }

    @Test
    void is_reread_to_the_same_runbook_whatever_the_variables_are() {
      Runbook first =
          TestFiles.factory(
                  new RunbookReader(Map.of("RUNBOOK_SANDBOX_SITES", "http://127.0.0.1:5000/sites")))
              .runbook()
              .orElseThrow();
      Runbook again =
          new RunbookReader(Map.of("RUNBOOK_SANDBOX_SITES", "http://elsewhere"))
              .reread(first.sourceText().text());
      assertThat(again)
          .usingRecursiveComparison()
          .ignoringFields("sourceText.file")
          .isEqualTo(first);
      assertThat(again.sourceText().hash()).isEqualTo(first.sourceText().hash());
    }

    @Test
    void keeps_an_id_that_is_refused_since_then() {
      assertThat(
              new RunbookReader(Map.of()).reread(SMALL.with("id: small", "id: list").text()).id())
          .isEqualTo("list");
    }

    @Test
    void keeps_an_input_whose_id_has_a_meaning_of_its_own_since_then() {
      EditedRunbook old =
          SMALL.with(
              "        roll_back: web\n        expected: It works\n",
              """
                      run:
                        program: deploy
                        arguments: ["{environment}", "{incident}", "{resource}"]
                      inputs:
                        - {id: environment, title: Where, choices: [east, west]}
                        - {id: incident, title: What for, pattern: "[a-z]+"}
                        - {id: resource, title: What, pattern: "[a-z]+"}
                      way_back: Deploy again
                      timeout: 5m
                      expected: It works
              """);
      assertThat(old.read().runbook()).isEmpty();
      assertThat(new RunbookReader(Map.of()).reread(old.text()).methods().getFirst().steps())
          .filteredOn(Step.JobStep.class::isInstance)
          .flatExtracting(step -> ((Step.JobStep) step).inputs())
          .extracting(JobInput::id)
          .containsExactly("environment", "incident", "resource");
    }

    @Test
    void keeps_a_place_of_drills_that_is_refused_since_then() {
      EditedRunbook old =
          SMALL.with("  environment: live", "  environment: live\n  environments: [live]");
      assertThat(old.read().runbook()).isEmpty();
      assertThat(new RunbookReader(Map.of()).reread(old.text()).id()).isEqualTo("small");
    }

    @Test
    void that_is_invalid_is_refused_with_its_problems() {
      RunbookReader reader = new RunbookReader(Map.of());
      assertThatThrownBy(() -> reader.reread(SMALL.with("format: 1", "format: 3").text()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "archived runbook:1:9: error: \"format\" must be 1, the only one that is known, not"
                  + " 3");
    }
  }

  @Test
  void words_of_an_enum_are_in_lower_case() {
    assertThat(SMALL.with("kind: worker", "kind: WORKER").problems())
        .containsExactly(
            "small.yaml:25:11: error: unknown word \"WORKER\", did you mean \"worker\"? Allowed:"
                + " worker, pages, deployment, stateful_set, daemon_set, github_environment,"
                + " other");
    assertThat(Arrays.asList("worker", "pages"))
        .allSatisfy(
            kind -> EditedRunbook.assertProblems(SMALL.with("kind: worker", "kind: " + kind)));
  }
}
