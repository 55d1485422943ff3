package dev.rollbackbot.incident.together;

import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SituationExamples;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.request.PersonRequest;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.text.StatusText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Two steps that run at the same time, and one by hand after them. */
@Pure
final class StepsTogetherTest {
  private static final Outcome REFUSED =
      new Outcome.Failed(
          Outcome.FailureKind.REFUSED, "10007", "Cloudflare refused.", Optional.empty());
  private static final Outcome UNKNOWN = new Outcome.Unknown("No answer in 10 s.");
  private static final Outcome NOBODY_KNOWS = new Outcome.Unknown("The provider can't tell.");
  private static final Outcome API_DONE = SampleIncident.rolledBack("v41");
  private static final Outcome SITE_DONE = SampleIncident.rolledBack("7ab1");
  private static final LockHolder OTHER =
      new LockHolder(
          11, "U9", Instant.parse("2026-03-01T11:59:00Z"), Optional.empty(), Optional.empty());

  private final ConversationDriver driver = SituationExamples.together();

  private StepRun step(String id) {
    return driver.incident.orElseThrow().step(id).orElseThrow();
  }

  private String job(String step) {
    return switch (step(step).status()) {
      case StepRun.Running running -> running.job();
      case StepRun.WaitingForLock waiting -> waiting.job();
      case StepRun.OutcomeUnknown unknown -> unknown.reconcileJob().orElseThrow();
      case StepRun.StepStatus other -> throw new AssertionError("no job in " + other);
    };
  }

  private StepsTogetherTest ends(String step, Outcome outcome) {
    String job = job(step);
    driver.bot((at, by) -> SampleIncident.finished(at, by, job, outcome));
    return this;
  }

  private StepsTogetherTest retries(String step) {
    int attempt = step(step).attempts();
    driver.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, step, attempt));
    return this;
  }

  private StepsTogetherTest waitsForLock(String step) {
    String job = job(step);
    driver.bot((at, by) -> new Command.LockRefused(at, by, job, OTHER)).accepted();
    return this;
  }

  private StepsTogetherTest is(Class<? extends State> state, String status) {
    driver.is(state);
    assertThat(StatusText.status(driver.incident.orElseThrow())).isEqualTo(status);
    return this;
  }

  private List<Invocation> changes() {
    return driver.effects.stream()
        .filter(Effect.RunJob.class::isInstance)
        .map(e -> ((Effect.RunJob) e).invocation())
        .filter(Invocation.RollBack.class::isInstance)
        .toList();
  }

  private List<RequestKind> asked() {
    return driver.incident.orElseThrow().details().requests().open().stream()
        .map(PersonRequest::kind)
        .toList();
  }

  private Set<String> locks() {
    return driver.incident.orElseThrow().locksUnderChange();
  }

  @Test
  void both_start_at_once_and_what_comes_after_waits_for_both() {
    is(State.RollingBack.class, "Rolling back, steps 1 and 2 of 3");
    assertThat(changes()).hasSize(2);
    assertThat(job("api")).isNotEqualTo(job("site"));
    assertThat(locks())
        .containsExactlyInAnyOrder("cloudflare/worker/shop-api", "cloudflare/pages/shop-site");
    ends("site", SITE_DONE).is(State.RollingBack.class, "Rolling back, step 1 of 3");
    assertThat(locks()).containsExactly("cloudflare/worker/shop-api");
    assertThat(step("revert").status()).isInstanceOf(StepRun.Waiting.class);
    ends("api", API_DONE).is(State.RollingBack.class, "Rolling back, step 3 of 3");
    assertThat(step("revert").status()).isInstanceOf(StepRun.HandedOver.class);
    assertThat(changes()).hasSize(2);
    assertThat(locks()).isEmpty();
  }

  @Nested
  class one_fails_while_the_other_runs {
    @Test
    void it_is_told_at_once_and_decided_when_the_other_has_ended() {
      ends("api", REFUSED).is(State.RollingBack.class, "Rolling back, step 2 of 3; step 1 failed");
      assertThat(driver.postedText())
          .contains("@U1: “API” did not work. Cloudflare refused.")
          .contains("How it goes on can be decided when this has ended: “Site”.");
      assertThat(asked()).isEmpty();
      assertThat(locks()).containsExactly("cloudflare/pages/shop-site");
      retries("api");
      driver.rejected(RejectionCode.NOT_NOW);
      driver
          .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "no time"))
          .rejected(RejectionCode.NOT_NOW)
          .does(RESPONDER, Command.MakeNewPlan::new)
          .rejected(RejectionCode.NOT_NOW)
          .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "enough"))
          .rejected(RejectionCode.NOT_NOW);
      ends("site", SITE_DONE).is(State.Blocked.class, "Step 1 failed");
      assertThat(driver.postedText())
          .contains("What ran at the same time has ended. A decision is needed about “API”.");
      assertThat(asked()).containsExactly(RequestKind.DECISION);
      assertThat(step("revert").status()).isInstanceOf(StepRun.Waiting.class);
    }

    @Test
    void a_retry_starts_that_step_only_and_then_it_goes_on() {
      ends("api", REFUSED).ends("site", SITE_DONE).retries("api");
      is(State.RollingBack.class, "Rolling back, step 1 of 3");
      assertThat(changes()).hasSize(3);
      ends("api", API_DONE).is(State.RollingBack.class, "Rolling back, step 3 of 3");
    }

    @Test
    void a_stop_that_was_asked_for_is_kept_until_a_person_lets_it_go_on() {
      driver.does(RESPONDER, Command.StopAfterStep::new);
      assertThat(driver.postedText()).contains("asked to stop after these steps.");
      ends("api", API_DONE).is(State.RollingBack.class, "Rolling back, step 2 of 3");
      ends("site", SITE_DONE).is(State.Blocked.class, "Stopped before step 3");
    }
  }

  @Test
  void when_both_fail_each_is_decided_by_itself() {
    ends("site", REFUSED).ends("api", REFUSED);
    is(State.Blocked.class, "Step 1 failed; step 2 failed");
    retries("site").is(State.RollingBack.class, "Rolling back, step 2 of 3; step 1 failed");
    assertThat(changes()).hasSize(3);
    ends("site", SITE_DONE).is(State.Blocked.class, "Step 1 failed");
    driver.does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "not affected"));
    is(State.RollingBack.class, "Rolling back, step 3 of 3");
  }

  @Nested
  class one_is_unknown {
    @Test
    void the_other_goes_on_while_the_provider_is_asked() {
      ends("api", UNKNOWN)
          .is(State.RollingBack.class, "Rolling back, step 2 of 3; step 1: its outcome is unknown");
      ends("api", API_DONE).is(State.RollingBack.class, "Rolling back, step 2 of 3");
      ends("site", SITE_DONE).is(State.RollingBack.class, "Rolling back, step 3 of 3");
    }

    @Test
    void a_failure_of_the_other_can_be_decided_while_the_provider_is_asked() {
      ends("api", UNKNOWN).ends("site", REFUSED);
      is(State.Blocked.class, "Step 1: its outcome is unknown; step 2 failed");
      assertThat(asked()).containsExactly(RequestKind.DECISION);
      retries("api");
      driver.rejected(RejectionCode.NOT_NOW);
      driver.does(RESPONDER, Command.MakeNewPlan::new).rejected(RejectionCode.NOT_NOW);
      driver
          .does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "no time"))
          .rejected(RejectionCode.NOT_NOW);
      retries("site")
          .is(State.RollingBack.class, "Rolling back, step 2 of 3; step 1: its outcome is unknown");
      ends("api", NOBODY_KNOWS).ends("site", SITE_DONE);
      is(State.Blocked.class, "Step 1: its outcome is unknown");
      assertThat(locks()).containsExactly("cloudflare/worker/shop-api");
      driver
          .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "api", "https://seen"))
          .is(State.RollingBack.class);
    }

    @Test
    void nobody_is_asked_while_only_the_provider_can_tell() {
      ends("api", UNKNOWN).ends("site", SITE_DONE);
      is(State.Blocked.class, "Step 1: its outcome is unknown");
      assertThat(asked()).isEmpty();
      assertThat(driver.postedText()).doesNotContain("A decision is needed");
      ends("api", API_DONE).is(State.RollingBack.class, "Rolling back, step 3 of 3");
    }

    @Test
    void another_incident_can_take_over_the_lock_of_the_one_whose_outcome_nobody_can_tell() {
      ends("api", UNKNOWN).ends("api", NOBODY_KNOWS);
      claim("cloudflare/pages/shop-site");
      driver.rejected(RejectionCode.NOT_NOW);
      claim("cloudflare/worker/shop-api");
      driver.accepted();
      assertThat(driver.events.getLast())
          .isInstanceOfSatisfying(
              Event.LockLetGo.class, e -> assertThat(e.step()).isEqualTo("api"));
    }

    private void claim(String lock) {
      driver.bot((at, by) ->
          new Command.LockClaimed(at, by, lock, Set.of(lock), 11, "U9", "they do not answer"));
    }
  }

  @Nested
  class one_waits_for_another_incident {
    @Test
    void it_begins_by_itself_when_the_lock_is_free() {
      waitsForLock("site")
          .is(
              State.RollingBack.class,
              "Rolling back, step 1 of 3; waiting for INC-11, step 2 of 3");
      assertThat(locks()).containsExactly("cloudflare/worker/shop-api");
      String job = job("site");
      driver.bot((at, by) -> new Command.LockGranted(at, by, job));
      is(State.RollingBack.class, "Rolling back, steps 1 and 2 of 3");
    }

    @Test
    void it_does_not_begin_beside_a_failure_and_is_started_anew_afterwards() {
      waitsForLock("site");
      String job = job("site");
      ends("api", REFUSED).is(State.Blocked.class, "Step 1 failed");
      assertThat(step("site").status()).isInstanceOf(StepRun.Waiting.class);
      assertThat(driver.incident.orElseThrow().stepOfJob(job)).isEmpty();
      driver.does(RESPONDER, (at, by) -> new Command.SkipStep(at, by, "api", "not affected"));
      is(State.RollingBack.class, "Rolling back, step 2 of 3");
      assertThat(job("site")).isNotEqualTo(job);
    }

    @Test
    void it_is_not_begun_when_the_lock_is_refused_after_a_failure() {
      ends("api", REFUSED).waitsForLock("site").is(State.Blocked.class, "Step 1 failed");
      assertThat(driver.postedText())
          .contains("“Site” has not begun: INC-11 (lead @U9) has held its lock since")
          .doesNotContain("It begins by itself");
    }

    @Test
    void a_pause_ends_the_wait_and_counts_when_the_other_has_ended() {
      waitsForLock("site");
      driver.does(RESPONDER, Command.Pause::new);
      is(State.RollingBack.class, "Rolling back, step 1 of 3");
      ends("api", API_DONE).is(State.Paused.class, "Paused before step 2");
      driver.does(RESPONDER, Command.Resume::new);
      is(State.RollingBack.class, "Rolling back, step 2 of 3");
      assertThat(changes()).hasSize(3);
    }
  }

  @Test
  void a_group_that_was_stopped_before_it_began_goes_on_as_a_whole() {
    waitsForLock("site").waitsForLock("api");
    driver.does(RESPONDER, Command.StopAfterStep::new);
    is(State.Blocked.class, "Stopped before steps 1 and 2");
    retries("api").is(State.RollingBack.class, "Rolling back, steps 1 and 2 of 3");
  }

  @Test
  void an_approval_is_for_the_grouping_too() {
    Plan plan = driver.plan();
    Plan inOrder = Plan.of(plan.method(), plan.steps());
    assertThat(plan.hash()).isNotEqualTo(inOrder.hash());
    assertThat(plan.groups()).hasSize(2);
    assertThat(inOrder.groups()).hasSize(3);
  }
}
