package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.SignOff;
import dev.rollbackbot.typed.CommandWord;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Invalid values: limits, formats, references and templates. */
@Pure
class ContentProblemsTest {
  private static final EditedRunbook SMALL = EditedRunbook.small();

  @Test
  void an_outcome_that_is_no_claim() {
    EditedRunbook.assertProblems(
        SMALL
            .with("    *{runbook}*: {ending}.", "    *{runbook}*: Rolled back successfully.")
            .with("Thank you for waiting", "It is over"),
        "small.yaml:74:18: error: \"Rolled back\"" + outcome("claims"),
        "small.yaml:74:30: error: \"successfully\"" + outcome("claims"),
        "small.yaml:79:28: error: \"is over\"" + outcome("stakeholder_claims"));
  }

  @Test
  void a_state_that_is_no_claim() {
    for (String said :
        List.of(
            "Everything is up.",
            "All services are now fully healthy.",
            "There are no more errors.",
            "No orders were lost.",
            "We have reverted it.")) {
      assertThat(SMALL.with("Thank you for waiting", said).problems())
          .as(said)
          .singleElement(STRING)
          .endsWith(outcome("stakeholder_claims"));
    }
    for (String said :
        List.of(
            "It comes back once a new version is tested.",
            "People may have seen errors.",
            "The post-mortem is on {post_mortem_date}.")) {
      assertThat(SMALL.with("Thank you for waiting", said).problems()).as(said).isEmpty();
    }
  }

  @Test
  void a_rollback_that_is_said_to_be_under_way_whatever_is_done() {
    assertThat(SMALL.with("We are on it", "We are rolling back").problems())
        .singleElement(STRING)
        .endsWith(
            "error: \"rolling back\" would also be said while it is only watched; write"
                + " {headline}, or {status}");
    assertThat(SMALL.with("We are on it", "\"{headline}\"").problems()).isEmpty();
  }

  private static String outcome(String field) {
    return " claims an outcome that stands on nothing here; make the sentence a claim under "
        + field
        + ", with the probes, checks, services or items it stands on in from";
  }

  @Nested
  class ValueLimits {
    @Test
    void bad_durations() {
      EditedRunbook.assertProblems(
          SMALL.with("duration: 5m", "duration: 5 minutes").with("interval: 5s", "interval: 5"),
          "small.yaml:9:11: error: \"duration\" must be a duration such as 500ms, "
              + "10s, 15m or 2h, not \"5 minutes\"",
          "small.yaml:58:13: error: \"interval\" must be a duration such as 500ms, "
              + "10s, 15m or 2h, not 5");
    }

    @Test
    void drills_are_not_opened_in_a_production() {
      EditedRunbook.assertProblems(
          SMALL.with("  environment: live", "  environment: live\n  environments: [live]"),
          "small.yaml:96:18: error: \"live\" is a production by its name: a drill is never opened"
              + " there");
      EditedRunbook.assertProblems(
          SMALL.with("  environment: live", "  environment: live\n  environments: [mars]"),
          "small.yaml:96:18: error: unknown environment \"mars\"; allowed: live");
    }

    @Test
    void durations_that_are_too_long_or_zero() {
      EditedRunbook.assertProblems(
          SMALL.with("duration: 5m", "duration: 169h").with("interval: 5s", "interval: 0s"),
          "small.yaml:9:11: error: \"duration\" must be at most 168h, not \"169h\"",
          "small.yaml:58:13: error: \"interval\" must be a duration such as 500ms, "
              + "10s, 15m or 2h, not \"0s\"");
    }

    @Test
    void ids_that_mean_something_else_when_they_are_typed() {
      for (String word : CommandWord.words()) {
        EditedRunbook.assertProblems(
            SMALL.with("id: small", "id: " + word),
            "small.yaml:2:5: error: " + reserved(word, "runbook", word));
      }
      EditedRunbook.assertProblems(
          SMALL.with("id: small", "id: inc-12"),
          "small.yaml:2:5: error: " + reserved("inc-12", "runbook", "no-12"));
      assertThat(
              new EditedRunbook(
                      SMALL
                          .text()
                          .replace("web:", "list:")
                          .replaceAll("(id|roll_back|service): web", "$1: list")
                          .replaceAll("id: live", "id: in")
                          .replace("environment: live", "environment: in"))
                  .problems())
          .contains(
              "small.yaml:23:9: error: " + reserved("list", "service", "list"),
              "small.yaml:28:9: error: " + reserved("in", "environment", "in"),
              "small.yaml:50:13: error: " + reserved("list", "step", "list"));
    }

    private static String reserved(String id, String kind, String other) {
      return ("\"%s\" can't be the id of this %s: people type it for something else (status, log,"
              + " list, cancel, print, post-mortem, plan, check, guide, triggers, drill, help,"
              + " INC-1); name it, for example, \"%s-%s\"")
          .formatted(id, kind, other, kind);
    }

    @Test
    void a_short_name_that_is_too_long() {
      EditedRunbook.assertProblems(
          SMALL.with("short_name: Small", "short_name: Small and longer"),
          "small.yaml:4:13: error: \"short_name\" has 16 characters; at most 14 are allowed");
    }

    @Test
    void statuses_that_do_not_exist() {
      EditedRunbook.assertProblems(
          SMALL.with("status: 200", "status: [99, 200, 600]"),
          "small.yaml:64:16: error: an entry of \"status\" must be a whole number "
              + "from 100 to 599, not 99",
          "small.yaml:64:25: error: an entry of \"status\" must be a whole number "
              + "from 100 to 599, not 600");
    }

    @Test
    void fewer_than_one_pass_in_a_row() {
      EditedRunbook.assertProblems(
          SMALL.with("passes_in_a_row: 3", "passes_in_a_row: 0"),
          "small.yaml:57:20: error: \"passes_in_a_row\" must be a whole number "
              + "from 1 to 20, not 0");
    }

    @Test
    void a_post_that_is_too_long() {
      EditedRunbook.assertProblems(
          SMALL.with("We are on it", "x".repeat(3_001)),
          "small.yaml:77:25: error: a post has at most 3000 characters, not 3001");
    }

    @Test
    void too_many_entries() {
      EditedRunbook.assertProblems(
          SMALL.with("[Roll back]", "[" + "x, ".repeat(100) + "x]"),
          "small.yaml:96:10: error: \"steps\" has 101 entries; at most 100 are allowed");
    }

    @Test
    void a_file_that_is_too_large() {
      EditedRunbook.assertProblems(
          SMALL.and("# " + "x".repeat(RunbookReader.MAX_BYTES)),
          "small.yaml:1:1: error: the file has 263977 bytes; at most 262144 are read");
    }

    @Test
    void nested_too_deep() {
      EditedRunbook.assertProblems(
          SMALL.with("steps: [Roll back]", "steps: " + "[".repeat(100_000)),
          "small.yaml:96:24: error: nested more than 16 levels deep; a runbook needs fewer");
    }
  }

  @Nested
  class ValueFormats {
    @Test
    void an_address_that_is_not_http() {
      EditedRunbook.assertProblems(
          SMALL.with("https://web.example.com", "ftp://web.example.com"),
          "small.yaml:32:42: error: \"address\" must be an http or https address "
              + "without user, query or fragment, such as https://example.com/path");
    }

    @Test
    void an_address_with_a_password() {
      EditedRunbook.assertProblems(
          SMALL.with("https://web.example.com", "https://user:secret@web.example.com"),
          "small.yaml:32:42: error: \"address\" must be an http or https address "
              + "without user, query or fragment, such as https://example.com/path");
    }

    @Test
    void a_resource_name_with_a_path() {
      EditedRunbook.assertProblems(
          SMALL.with("resource: web-live", "resource: a/../web-live"),
          "small.yaml:32:23: error: \"resource\" must be the provider's exact "
              + "name: letters, digits, - and _, not \"a/../web-live\"");
    }

    @Test
    void a_path_and_a_pointer_without_a_slash() {
      EditedRunbook.assertProblems(
          SMALL.with("path: /health", "path: health").with("at: /status", "at: status"),
          "small.yaml:63:13: error: \"path\" must begin with a slash, such as "
              + "/health, not \"health\"",
          "small.yaml:66:16: error: \"at\" must be a JSON pointer that begins with "
              + "a slash, such as /status, not \"status\"");
    }

    @Test
    void a_group_without_its_sign() {
      EditedRunbook.assertProblems(
          SMALL.with("\"@oncall\"", "oncall"),
          "small.yaml:29:16: error: \"oncall\" must be a user group, its handle "
              + "such as @oncall or its id, or the word anyone");
    }

    @Test
    void a_person_who_is_not_named_by_id() {
      EditedRunbook.assertProblems(
          SMALL.with(
              "    break_glass: critical\n",
              "    break_glass: critical\n    outside_responders: [\"@anna\"]\n"),
          "small.yaml:34:26: error: \"@anna\" must be a person's id in Slack, such as U0123ABCD");
    }

    @Test
    void an_environment_that_does_not_say_who_approves_and_what_happens_without_them() {
      EditedRunbook.assertProblems(
          SMALL.without("    approvers: \"@oncall\"\n").without("    break_glass: critical\n"),
          "small.yaml:28:5: error: \"approvers\" is missing in this environment",
          "small.yaml:28:5: error: \"break_glass\" is missing in this environment");
    }
  }

  @Nested
  class DraftsOfPostMortems {
    private static final String DAYS = "  post_mortem_within_days: 3";

    private static SignOff.PostMortemRule read(String lines) {
      return SMALL.with(DAYS, DAYS + lines).read().runbook().orElseThrow().signOff().postMortem();
    }

    @Test
    void are_for_every_severity_that_is_not_left_out() {
      assertThat(read("")).isEqualTo(SignOff.PostMortemRule.DEFAULT);
      assertThat(read("\n  post_mortem_for: [high, critical]").severities())
          .containsExactly(Severity.CRITICAL, Severity.HIGH);
      assertThat(read("\n  post_mortem_for: critical").severities())
          .containsExactly(Severity.CRITICAL);
      assertThat(read("\n  post_mortem_for: none").severities()).isEmpty();
      assertThat(read("\n  time_zone: Europe/Berlin").zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void none_with_another_and_unknown_words() {
      EditedRunbook.assertProblems(
          SMALL.with(DAYS, DAYS + "\n  post_mortem_for: [none, high]"),
          "small.yaml:92:20: error: \"none\" stands alone in post_mortem_for");
      EditedRunbook.assertProblems(
          SMALL.with(DAYS, DAYS + "\n  post_mortem_for: [hihg]"),
          "small.yaml:92:21: error: unknown word \"hihg\", did you mean \"high\"? Allowed:"
              + " critical, high, medium, none");
      EditedRunbook.assertProblems(
          SMALL.with(DAYS, DAYS + "\n  time_zone: Europe/Berlim"),
          "small.yaml:92:14: error: unknown time zone \"Europe/Berlim\", did you mean"
              + " \"Europe/Berlin\"?");
      EditedRunbook.assertProblems(
          SMALL.with(DAYS, DAYS + "\n  time_zone: \"+02:00\""),
          "small.yaml:92:14: error: unknown time zone \"+02:00\"; write one such as Europe/Berlin");
    }
  }

  @Nested
  class References {
    @Test
    void an_unknown_service() {
      EditedRunbook.assertProblems(
          SMALL.with("roll_back: web", "roll_back: wep"),
          "small.yaml:52:20: error: unknown service \"wep\", did you mean \"web\"? "
              + "Allowed: web");
    }

    @Test
    void an_unknown_environment() {
      EditedRunbook.assertProblems(
          SMALL.with("environment: live", "environment: production"),
          "small.yaml:95:16: error: unknown environment \"production\"; allowed: live");
    }

    @Test
    void an_unknown_probe_of_a_claim() {
      EditedRunbook.assertProblems(
          SMALL.with("from: [health, seen]", "from: [heath, seen]"),
          "small.yaml:86:14: error: unknown probe, check, service or checklist item"
              + " \"heath\", did you mean \"health\"? Allowed: health, seen, web, look, logs");
    }

    @Test
    void a_probe_for_an_unknown_environment() {
      EditedRunbook.assertProblems(
          SMALL.with("      status: 200", "      status: 200\n      only_in: [life]"),
          "small.yaml:65:17: error: unknown environment \"life\", did you mean "
              + "\"live\"? Allowed: live");
    }

    @Test
    void an_id_that_is_used_twice() {
      EditedRunbook.assertProblems(
          SMALL
              .with("    - id: seen", "    - id: health")
              .with("from: [health, seen]", "from: [health]"),
          "small.yaml:68:11: error: probe or check \"health\" is here twice, first "
              + "in line 60; every id is used once");
    }

    @Test
    void an_environment_without_one_of_the_services() {
      EditedRunbook.assertProblems(
          SMALL.with(
              "    kind: worker", "    kind: worker\n  - {id: pages, name: Pages, kind: pages}"),
          "small.yaml:33:7: error: the environment \"live\" does not say what "
              + "pages is there; every service needs a resource");
    }

    @Test
    void a_decision_tree_with_holes() {
      EditedRunbook.assertProblems(
          SMALL.without("    any: {advice: roll_back, because: It is bad enough}\n"),
          "small.yaml:17:5: error: the decision tree says nothing about high, "
              + "medium here; add it, or add any (allowed: critical, high, medium, any)");
    }

    @Test
    void a_decision_tree_without_a_branch() {
      EditedRunbook.assertProblems(
          SMALL.without(
              "  not_affecting_users:\n    any: {advice: monitor, because: Nobody sees it}\n"),
          "small.yaml:16:3: error: \"not_affecting_users\" is missing in \"guidance\"");
    }

    @Test
    void neither_probes_nor_checks() {
      EditedRunbook.assertProblems(
          new EditedRunbook(SMALL.text().replaceAll("(?s)  probes:.*?\n\n", "\n"))
              .with("  claims:\n    - text: Healthy\n      from: [health, seen]\n", ""),
          "small.yaml:56:3: error: nothing says that a rollback worked; add probes or checks");
    }

    @Test
    void no_trigger() {
      EditedRunbook.assertProblems(
          SMALL.with("  manual:\n    bug: A bug", "  manual: {}"),
          "small.yaml:12:3: error: \"triggers\" has none; write at least one under "
              + "automatic or manual");
    }
  }

  @Nested
  class TemplateWords {
    @Test
    void an_unknown_variable_at_its_position() {
      EditedRunbook.assertProblems(
          SMALL.with("    Lead: {lead}", "    Lead: {lead}, {led}"),
          "small.yaml:76:19: error: unknown variable \"led\", did you mean "
              + "\"lead\"? Allowed: incident, runbook, headline, environment, severity, status, "
              + "impact, observed, description, detected_at, declared_at, started_at, "
              + "completed_at, restored_at, actions, eta, lead, services, duration, "
              + "claims, ending, post_mortem_date, log, timeline, summary, record");
    }

    @Test
    void an_unknown_variable_within_a_line() {
      EditedRunbook.assertProblems(
          SMALL.with("\"{runbook} is going back\"", "\"{runbook} in {Environment}\""),
          "small.yaml:72:27: error: unknown variable \"Environment\", did you mean "
              + "\"environment\"? Allowed: incident, runbook, headline, environment, severity, "
              + "status, impact, observed, description, detected_at, declared_at, "
              + "started_at, completed_at, restored_at, actions, eta, lead, services, "
              + "duration, claims, ending, post_mortem_date, log, timeline, summary, record");
    }

    @Test
    void the_record_in_a_post_that_has_none() {
      EditedRunbook.assertProblems(
          SMALL.with("    Lead: {lead}", "    Lead: {lead} {record}"),
          "small.yaml:76:18: error: {record} is in post_mortem only");
    }

    @Test
    void a_post_that_notifies_everyone() {
      EditedRunbook.assertProblems(
          SMALL.with("    Lead: {lead}", "    Lead: {lead} @channel"),
          "small.yaml:76:18: error: @channel is not allowed: a post never wakes "
              + "everyone; name a channel under stakeholders");
    }
  }
}
