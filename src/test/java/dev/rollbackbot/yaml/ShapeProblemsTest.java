package dev.rollbackbot.yaml;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Wrong keys and wrong types of values. */
@Pure
class ShapeProblemsTest {
  private static final EditedRunbook SMALL = EditedRunbook.small();

  @Test
  void a_valid_file_has_no_problems() {
    EditedRunbook.assertProblems(SMALL);
  }

  @Nested
  class MappingKeys {
    @Test
    void an_unknown_key_that_resembles_another() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta: 5 minutes\nservises: x"),
          "small.yaml:9:1: error: unknown key \"servises\", did you mean "
              + "\"services\"? Allowed: format, id, name, short_name, version, updated, "
              + "link, impact, eta, duration, triggers, guidance, services, "
              + "environments, checklist, methods, verification, database, templates, "
              + "sign_off, drill, contacts, documents, reminders, visibility, releases");
    }

    @Test
    void an_unknown_key_that_resembles_none() {
      EditedRunbook.assertProblems(
          SMALL.with("    evidence: optional", "    colour: red"),
          "small.yaml:38:5: error: unknown key \"colour\"; allowed: id, title, by, "
              + "task, limit, evidence, deferred_when_critical, guide");
    }

    @Test
    void a_missing_key() {
      EditedRunbook.assertProblems(
          SMALL.without("eta: 5 minutes\n"),
          "small.yaml:1:1: error: \"eta\" is missing in the runbook");
    }

    @Test
    void a_missing_key_of_an_entry() {
      EditedRunbook.assertProblems(
          SMALL.without("    title: Look at it\n"),
          "small.yaml:35:5: error: \"title\" is missing in this checklist item");
    }

    @Test
    void a_key_that_is_there_twice() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta: 5 minutes\neta: 6 minutes"),
          "small.yaml:9:1: error: \"eta\" is here twice, first in line 8; keep one of them");
    }

    @Test
    void a_key_that_is_no_word() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta: 5 minutes\n? [a, b]\n: c"),
          "small.yaml:9:3: error: a key must be a word, not a list");
    }

    @Test
    void keys_of_another_kind_of_checklist_item() {
      EditedRunbook.assertProblems(
          SMALL
              .with("    evidence: optional", "    task: notify_team\n    limit: 5s")
              .with("    limit: 60s", "    limit: 60s\n    evidence: none"),
          "small.yaml:38:11: error: \"task\" belongs to an item by: bot",
          "small.yaml:39:12: error: \"limit\" belongs to an item by: bot",
          "small.yaml:45:15: error: \"evidence\" belongs to an item by: person");
    }

    @Test
    void keys_of_another_kind_of_step() {
      EditedRunbook.assertProblems(
          SMALL.with(
              "        expected: It works", "        expected: It works\n        evidence: none"),
          "small.yaml:54:19: error: \"evidence\" belongs to a step with do");
    }

    @Test
    void a_step_that_is_both_kinds() {
      EditedRunbook.assertProblems(
          SMALL.with("        expected: It works", "        expected: It works\n        do: Do it"),
          "small.yaml:50:9: error: a step has one of roll_back (the bot makes a version live), "
              + "run (a provider runs a job) and do (a person does it)");
    }

    @Test
    void a_step_that_is_neither_kind() {
      EditedRunbook.assertProblems(
          SMALL.without("        roll_back: web\n        expected: It works\n"),
          "small.yaml:50:9: error: a step has one of roll_back (the bot makes a version live), "
              + "run (a provider runs a job) and do (a person does it)");
    }

    @Test
    void a_job_with_inputs_that_do_not_fit() {
      EditedRunbook.assertProblems(
          SMALL.with(
              "        roll_back: web\n        expected: It works\n",
              """
                      run:
                        program: /bin/sh
                        arguments: ["{version}", "{region}", "{environment}", "{resource}"]
                        directory: ../..
                        environment: [path]
                      inputs:
                        - {id: version, title: Version, pattern: "["}
                        - {id: environment, title: Where, commits: true}
                        - {id: zone, title: Zone, choices: [a], standard: b, commits: true}
                      timeout: 0s
                      expected: It works
              """),
          "small.yaml:50:9: error: \"way_back\" is missing in this step",
          "small.yaml:53:11: warning: the input \"zone\" is asked for and not used",
          "small.yaml:53:20: error: \"program\" is the name of one of PROCESS_PROGRAMS, without a"
              + " path, not \"/bin/sh\"",
          "small.yaml:54:36: error: {region} stands for no input; declare it under \"inputs\"",
          "small.yaml:54:65: error: {resource} is that of the step's service; name one under"
              + " \"service\"",
          "small.yaml:55:22: error: \"directory\" is a folder below PROCESS_DIRECTORY, such as"
              + " shop/infra, not \"../..\"",
          "small.yaml:56:25: error: an entry of \"environment\" is the name of a setting, not"
              + " \"path\"",
          "small.yaml:58:52: error: \"pattern\" is not a regular expression: Unclosed character"
              + " class",
          "small.yaml:59:18: error: {environment} has a meaning of its own; give the input another"
              + " id",
          "small.yaml:60:13: error: an input has one of choices, pattern, or commits: true",
          "small.yaml:60:61: error: \"standard\" can't be used: It is one of a.",
          "small.yaml:61:18: error: \"timeout\" must be a duration such as 500ms, 10s, 15m or 2h,"
              + " not \"0s\"");
    }

    @Test
    void an_expectation_with_two_relations() {
      EditedRunbook.assertProblems(
          SMALL.with("equals: ok", "equals: ok, at_most: 3"),
          "small.yaml:66:11: error: an expectation has exactly one of equals, "
              + "at_most, at_least");
    }
  }

  @Nested
  class Types {
    @Test
    void text_where_a_list_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("steps: [Roll back]", "steps: Roll back"),
          "small.yaml:96:10: error: \"steps\" must be a list, not text");
    }

    @Test
    void a_list_where_text_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta: [5 minutes]"),
          "small.yaml:8:6: error: \"eta\" must be text, not a list");
    }

    @Test
    void a_number_where_text_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("version: 1.0.0", "version: 1.0"),
          "small.yaml:5:10: error: \"version\" must be text, not 1.0; put it in quotes");
    }

    @Test
    void text_where_a_mapping_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("{resource: web-live, address: \"https://web.example.com\"}", "web-live"),
          "small.yaml:32:12: error: this service must be a mapping (key: value), not text");
    }

    @Test
    void nothing_where_text_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta:"),
          "small.yaml:8:5: error: \"eta\" is empty; it must be text");
    }

    @Test
    void a_channel_that_became_a_comment() {
      EditedRunbook.assertProblems(
          SMALL.with("    updates: 30m", "    updates: 30m\n    stakeholders:\n      - #status"),
          "small.yaml:32:8: error: an entry of \"stakeholders\" is empty; it must "
              + "be text; text that begins with # needs quotes");
    }

    @Test
    void blank_text() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta: \" \""),
          "small.yaml:8:6: error: \"eta\" is empty; write text");
    }

    @Test
    void several_lines_where_one_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("eta: 5 minutes", "eta: |\n  5\n  minutes"),
          "small.yaml:8:6: error: \"eta\" must be one line");
    }

    @Test
    void an_empty_list() {
      EditedRunbook.assertProblems(
          SMALL.with("steps: [Roll back]", "steps: []"),
          "small.yaml:96:10: error: \"steps\" is an empty list; write at least one entry");
    }

    @Test
    void text_where_true_or_false_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("    evidence: optional", "    deferred_when_critical: yes"),
          "small.yaml:38:29: error: \"deferred_when_critical\" must be true or "
              + "false, not text");
    }

    @Test
    void another_format() {
      EditedRunbook.assertProblems(
          SMALL.with("format: 1", "format: 2"),
          "small.yaml:1:9: error: \"format\" must be 1, the only one that is known, not 2");
    }

    @Test
    void a_bad_date() {
      EditedRunbook.assertProblems(
          SMALL.with("2026-01-02", "2026-02-30"),
          "small.yaml:6:10: error: \"updated\" must be a date such as 2026-02-27, "
              + "not \"2026-02-30\"");
    }

    @Test
    void a_bad_id() {
      EditedRunbook.assertProblems(
          SMALL.with("id: small", "id: Small Feature"),
          "small.yaml:2:5: error: \"id\" must be an id of lower-case letters, "
              + "digits and hyphens, at most 40, not \"Small Feature\"");
    }

    @Test
    void an_unknown_word() {
      EditedRunbook.assertProblems(
          SMALL.with("advice: monitor", "advice: monitors"),
          "small.yaml:20:19: error: unknown word \"monitors\", did you mean "
              + "\"monitor\"? Allowed: roll_back_now, roll_back, fix_forward, monitor");
    }

    @Test
    void an_address_that_compares_nothing() {
      EditedRunbook.assertProblems(
          SMALL.with("kind: worker", "kind: worker\n    compare: https://git.example.com/{from}"),
          "small.yaml:26:14: error: \"compare\" must be an https:// address with {from} and {to} "
              + "in it, such as \"https://github.com/acme/shop/compare/{from}...{to}\"");
    }

    @Test
    void a_number_where_a_number_with_a_relation_belongs() {
      EditedRunbook.assertProblems(
          SMALL.with("equals: ok", "at_most: few"),
          "small.yaml:66:34: error: \"at_most\" must be a number such as 1 or 0.5, not text");
    }
  }
}
