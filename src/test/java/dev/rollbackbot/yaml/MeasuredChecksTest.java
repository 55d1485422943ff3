package dev.rollbackbot.yaml;

import static dev.rollbackbot.yaml.EditedRunbook.assertProblems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Runbook;
import org.junit.jupiter.api.Test;

/** Human checks that probes take the place of. */
@Pure
class MeasuredChecksTest {
  private static EditedRunbook with(String measuredBy) {
    return EditedRunbook.small()
        .with(
            "      title: A person has looked\n",
            "      title: A person has looked\n      measured_by: [%s]\n".formatted(measuredBy));
  }

  @Test
  void where_the_probes_run_nobody_is_asked() {
    Runbook runbook = with("health").read().runbook().orElseThrow();
    assertThat(runbook.checks()).extracting("id").containsExactly("seen");
    assertThat(runbook.checks(runbook.environments().getFirst())).isEmpty();
  }

  @Test
  void a_probe_that_does_not_exist_is_an_error() {
    assertProblems(
        with("helth"),
        "small.yaml:70:21: error: unknown probe \"helth\", did you mean \"health\"? Allowed:"
            + " health");
  }
}
