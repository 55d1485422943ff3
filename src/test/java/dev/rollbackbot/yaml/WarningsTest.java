package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import org.junit.jupiter.api.Test;

/** Parts of a valid runbook that are probably wrong. */
@Pure
class WarningsTest {
  private static final EditedRunbook SMALL = EditedRunbook.small();

  @Test
  void a_placeholder_contact() {
    EditedRunbook.assertProblems(
        SMALL.and("contacts:\n  - {role: Lead, reach: nobody, placeholder: true}\n"),
        "small.yaml:99:5: warning: the contact \"Lead\" is a placeholder; put in "
            + "the real one and drop placeholder");
  }

  @Test
  void a_rolled_back_service_without_a_probe() {
    EditedRunbook.assertProblems(
        SMALL.without(", address: \"https://web.example.com\""),
        "small.yaml:28:5: warning: nothing at all is measured in \"live\": what people confirm "
            + "is the only evidence there, and RESOLVED says so",
        "small.yaml:32:7: warning: no probe looks at \"web\" in \"live\" after "
            + "it was rolled back, only people do; give it an address and a probe if "
            + "it can be reached",
        "small.yaml:60:11: warning: the probe \"health\" never runs: no "
            + "environment of it has an address for web",
        "small.yaml:85:7: warning: no environment has all that "
            + "\"Healthy\" stands on, so it is said of less");
  }

  @Test
  void a_percentile_that_a_person_is_asked_about_before_it_is_known() {
    EditedRunbook.assertProblems(
        SMALL.with(
            "      status: 200\n",
            "      status: 200\n      latency: {percentile: 95, at_most: 1s, of: 60}\n"),
        "small.yaml:60:11: warning: the latency of \"health\" is known after 300 s in \"live\", and"
            + " after 300 s a person is asked; lower \"of\", or raise inconclusive_after");
  }

  @Test
  void a_method_after_an_unconditional_one() {
    EditedRunbook.assertProblems(
        SMALL
            .with("    when: First choice\n", "")
            .with(
                "        expected: It works",
                """
                        expected: It works
                  - {id: hand, name: Hand, steps: [{id: a, title: A, do: It}]}\
                """),
        "small.yaml:53:5: warning: the method \"hand\" is never reached: "
            + "\"back\" above does not say when it is the one to take; give that one a "
            + "when");
  }

  @Test
  void a_method_that_is_chosen_in_place_of_another_is_out_of_that_order() {
    String hand =
        """
                expected: It works
          - {id: hand, name: Hand, instead_of: back, steps: [{id: a, title: A, do: It}]}\
        """;
    EditedRunbook.assertProblems(
        SMALL
            .with("    when: First choice\n", "")
            .with("        expected: It works", hand.stripTrailing()));
    assertThat(
            SMALL
                .with(
                    "        expected: It works",
                    hand.replace("instead_of: back", "instead_of: bak"))
                .problems())
        .singleElement()
        .asString()
        .contains("\"instead_of\" is the id of a method without instead_of, not \"bak\"");
  }

  @Test
  void advice_that_is_never_reached() {
    EditedRunbook.assertProblems(
        SMALL.with(
            "    any: {advice: roll_back, because: It is bad enough}",
            """
                high: {advice: roll_back, because: It is bad}
                medium: {advice: monitor, because: It is not}
                any: {advice: roll_back, because: It is bad enough}\
            """),
        "small.yaml:20:10: warning: \"any\" is never reached: critical, high and "
            + "medium are all here");
  }

  @Test
  void a_placeholder_in_a_post() {
    EditedRunbook.assertProblems(
        SMALL.with("We are on it", "We are on it since [TIME]"),
        "small.yaml:77:44: warning: nobody fills in [TIME]; use a variable in "
            + "braces: incident, runbook, headline, environment, severity, status, impact, "
            + "observed, description, detected_at, declared_at, started_at, "
            + "completed_at, restored_at, actions, eta, lead, services, duration, "
            + "claims, ending, post_mortem_date, log, timeline, summary, record");
  }
}
