package dev.rollbackbot.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/**
 * Every reachable state of an incident under every command, for a small runbook: every transition
 * keeps the invariants, and an end can be reached from every state.
 *
 * <p>{@link StateCanonicalizer} makes the number of states finite; retries, pauses, new plans,
 * methods and reopening are not limited. The clock does not move: times only decide whether the
 * propagation is over and whether the post-mortem's date is valid, and both cases are tried.
 */
@Tag("exploration")
@Execution(CONCURRENT)
final class StateSpaceTest {
  /** Two of the three with both roles: who is involved multiplies the states. */
  private static final List<Actor> FEW =
      TestUsers.all().stream().filter(u -> !u.equals(TestUsers.SECOND_APPROVER)).toList();

  /** One for each part that nobody else may take; everything else that changes has room then. */
  private static final List<Actor> FEWEST =
      List.of(TestUsers.REQUESTER, TestUsers.RESPONDER, TestUsers.ONLY_APPROVER);

  private static final ExplorationScope FEWEST_TOGETHER = ExplorationScope.of(0, FEWEST);
  private static final ExplorationScope FEW_TOGETHER = ExplorationScope.of(0, FEW);

  @Test
  void every_transition_of_a_critical_incident_keeps_the_invariants() {
    explore(FEW_TOGETHER, false, true, Severity.CRITICAL);
  }

  @Test
  void every_transition_of_a_monitored_incident_keeps_the_invariants() {
    explore(FEW_TOGETHER, false, false, Severity.HIGH);
  }

  @Test
  void every_transition_keeps_the_invariants_while_severity_impact_and_lead_change() {
    explore(FEWEST_TOGETHER.withChanges(), false, false, Severity.HIGH);
  }

  @Tag("thorough")
  @Test
  void every_transition_of_more_people_keeps_the_invariants_while_severity_and_impact_change() {
    explore(FEW_TOGETHER.withChanges(), false, false, Severity.HIGH);
  }

  @Test
  void every_transition_keeps_the_invariants_when_services_have_no_target() {
    explore(FEWEST_TOGETHER.withUnplannable(), false, true, Severity.HIGH);
  }

  @Tag("thorough")
  @Test
  void every_transition_of_more_people_keeps_the_invariants_when_services_have_no_target() {
    explore(FEW_TOGETHER.withUnplannable(), false, true, Severity.HIGH);
  }

  @Test
  void every_transition_keeps_the_invariants_when_a_job_is_run() {
    explore(FEWEST_TOGETHER.withJobs(), false, true, Severity.CRITICAL);
  }

  @Test
  void every_beginning_of_a_rollback_that_may_begin_by_itself_has_its_consent_or_conditions() {
    // Who else may sign makes no difference before it begins.
    List<Actor> users = List.of(TestUsers.REQUESTER, TestUsers.ONLY_APPROVER);
    StateSpaceExploration all =
        new StateSpaceExploration(ExplorationScope.of(0, users).withAutomatic());
    all.from(AutomaticEnumeration.begun());
    System.out.printf(
        "automatic: %,d states, %,d transitions of %,d commands tried%n",
        all.states(), all.transitions(), all.decided());
    assertThat(all.stuck(s -> s instanceof State.Ended || s instanceof State.Executing)).isEmpty();
    for (Class<?> kind :
        List.of(RollbackAuthorization.Automatic.class, RollbackAuthorization.Approval.class)) {
      assertThat(
              all.reaches(
                  i -> i.rollback().filter(r -> kind.isInstance(r.authorization())).isPresent()))
          .as("begun by %s", kind)
          .isTrue();
    }
    for (Class<?> kind : AutomaticRollback.class.getPermittedSubclasses()) {
      assertThat(
              all.reaches(i ->
                  i.details().proposal().filter(p -> kind.isInstance(p.automatic())).isPresent()))
          .as("it is %s", kind)
          .isTrue();
    }
  }

  @Test
  void every_ending_is_what_was_read_and_carried_out() {
    explore(FEWEST_TOGETHER.withEndings(), false, true, Severity.HIGH);
    explore(FEWEST_TOGETHER.withJobs().withEndings(), false, true, Severity.HIGH);
  }

  @Test
  void every_transition_keeps_the_invariants_when_steps_run_at_the_same_time() {
    explore(FEWEST_TOGETHER, SmallRunbook.withGroup(), true, Severity.HIGH);
  }

  @Tag("thorough")
  @Test
  void every_transition_of_more_people_keeps_the_invariants_when_a_job_is_run() {
    explore(FEW_TOGETHER.withJobs(), false, true, Severity.CRITICAL);
  }

  @Tag("thorough")
  @Test
  void every_transition_of_more_people_keeps_the_invariants_when_steps_run_at_the_same_time() {
    explore(FEW_TOGETHER, SmallRunbook.withGroup(), true, Severity.CRITICAL);
  }

  @Tag("thorough")
  @Test
  void every_transition_after_an_earlier_rollback_keeps_the_invariants() {
    explore(ExplorationScope.of(1, TestUsers.all()), true, true, Severity.CRITICAL);
  }

  @Tag("thorough")
  @Test
  void every_transition_with_running_bot_tasks_keeps_the_invariants() {
    explore(ExplorationScope.of(0, TestUsers.all()), true, false, Severity.HIGH);
  }

  private static void explore(
      ExplorationScope scope, boolean logs, boolean affecting, Severity severity) {
    explore(
        scope,
        scope.jobs() ? SmallRunbook.withJob() : SmallRunbook.with(logs),
        affecting,
        severity);
  }

  private static void explore(
      ExplorationScope scope, Runbook runbook, boolean affecting, Severity severity) {
    long start = System.nanoTime();
    StateSpaceExploration all = new StateSpaceExploration(scope);
    all.from(
        new Command.Declare(
            SampleIncident.START,
            TestUsers.REQUESTER,
            new IncidentId(12),
            runbook,
            SampleIncident.declaration(affecting, severity, scope.jobs() ? "job" : "rollback")));
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
    assertThat(all.stuckBeforeResolved()).as("states without a way to RESOLVED").isEmpty();
    assertThat(all.stuckBeforeResolvedWithoutPass())
        .as("states without a way to RESOLVED when no probe passes")
        .isEmpty();
    assertThat(all.stateTypes()).hasSize(affecting ? 11 : 12);
  }
}
