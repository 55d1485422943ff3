package dev.rollbackbot.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every reachable state of an incident under every command, for a small runbook: every transition
 * keeps the invariants, and an end can be reached from every state.
 *
 * <p>{@link StateCanonicalizer} makes the number of states finite; retries, pauses, new plans,
 * methods and reopening are not limited. The clock does not move: times only decide whether the
 * propagation is over and whether the post-mortem's date is valid, and both cases are tried.
 */
final class StateSpaceTest {
  /** Two of the three with both roles: who is involved multiplies the states. */
  private static final List<Actor> FEW =
      TestUsers.all().stream().filter(u -> !u.equals(TestUsers.SECOND_APPROVER)).toList();

  @Test
  void every_transition_of_a_critical_incident_keeps_the_invariants() {
    explore(0, false, true, Severity.CRITICAL, FEW);
  }

  @Test
  void every_transition_of_a_monitored_incident_keeps_the_invariants() {
    explore(0, false, false, Severity.HIGH, FEW);
  }

  @Tag("thorough")
  @Test
  void every_transition_after_an_earlier_rollback_keeps_the_invariants() {
    explore(1, true, true, Severity.CRITICAL, TestUsers.all());
  }

  @Tag("thorough")
  @Test
  void every_transition_with_running_bot_tasks_keeps_the_invariants() {
    explore(0, true, false, Severity.HIGH, TestUsers.all());
  }

  private static void explore(
      int earlier, boolean logs, boolean affecting, Severity severity, List<Actor> users) {
    long start = System.nanoTime();
    StateSpaceExploration all = new StateSpaceExploration(earlier, users);
    all.from(
        new Command.Declare(
            SampleIncident.START,
            TestUsers.REQUESTER,
            new IncidentId(12),
            SmallRunbook.with(logs),
            SampleIncident.declaration(affecting, severity)));
    System.out.printf(
        "%s: %,d states, %,d transitions of %,d commands tried, %,d ms%n",
        severity,
        all.states(),
        all.transitions(),
        all.decided(),
        Duration.ofNanos(System.nanoTime() - start).toMillis());
    assertThat(all.stuck(s -> s instanceof State.Ended))
        .as("states without a way to an end")
        .isEmpty();
    assertThat(all.stuck(s -> s instanceof State.Resolved))
        .as("states without a way to RESOLVED")
        .isEmpty();
    assertThat(all.stateTypes()).hasSize(affecting ? 11 : 12);
  }
}
