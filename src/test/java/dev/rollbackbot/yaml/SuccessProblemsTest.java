package dev.rollbackbot.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.SuccessCondition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be named as the success of a job, and what is said of what can't. */
@Pure
final class SuccessProblemsTest {
  private static final String METRIC =
      """
          - id: errors
            title: Few errors
            service: web
            source: prometheus
            query: "sum(rate(errors[5m]))"
            at_most: 1
            window: 5m
      """;

  private static EditedRunbook with(String success) {
    return EditedRunbook.small()
        .with(
            "        roll_back: web\n        expected: It works\n",
            """
                    run: {program: deploy}
                    service: web
                    timeout: 5m
                    success: %s
                    expected: It works
                    way_back: none
            """
                .formatted(success));
  }

  private static void assertProblem(EditedRunbook runbook, String message) {
    assertThat(runbook.problems())
        .filteredOn(problem -> problem.contains(" error: "))
        .singleElement()
        .asString()
        .contains(message);
  }

  @Test
  void probes_that_ask_an_address_are_read() {
    EditedRunbook runbook = with("{probes: [health], within: 2m}");
    assertThat(runbook.problems()).isEmpty();
    Step step = runbook.read().runbook().orElseThrow().methods().getFirst().steps().getFirst();
    assertThat(((Step.JobStep) step).success())
        .contains(new SuccessCondition(List.of("health"), Duration.ofMinutes(2)));
  }

  @Test
  void none_at_all() {
    assertProblem(with("{probes: [], within: 2m}"), "\"probes\" is an empty list");
  }

  @Test
  void one_that_is_not_declared() {
    assertProblem(with("{probes: [healt], within: 2m}"), "\"healt\", did you mean \"health\"");
  }

  @Test
  void what_a_person_confirms() {
    assertProblem(
        with("{probes: [seen], within: 2m}"),
        "the step \"web\" can't be a success by \"seen\": a person confirms it");
  }

  @Test
  void a_metric_which_looks_back_over_the_time_before() {
    assertProblem(
        with("{probes: [errors], within: 2m}")
            .with("  checks:\n", METRIC.indent(0) + "  checks:\n"),
        "it is about a window of time");
  }

  @Test
  void one_that_is_not_measured_everywhere() {
    assertProblem(
        with("{probes: [health], within: 2m}").with(", address: \"https://web.example.com\"", ""),
        "it is not measured in \"live\"");
  }

  @Test
  void a_step_without_a_job() {
    assertThat(
            EditedRunbook.small()
                .with(
                    "        expected: It works\n",
                    "        expected: It works\n        success: {probes: [health], within: 2m}\n")
                .problems())
        .singleElement()
        .asString()
        .contains("\"success\" belongs to a step with run");
  }
}
