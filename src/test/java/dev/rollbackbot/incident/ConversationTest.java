package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.Sample.APPROVER;
import static dev.rollbackbot.incident.Sample.REQUESTER;
import static dev.rollbackbot.incident.Sample.RESPONDER;
import static dev.rollbackbot.incident.Sample.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.runbook.Severity;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The conversation, state by state. */
@Pure
final class ConversationTest {
  @Test
  void the_whole_story_ends_in_resolved_with_measured_ticks() {
    Play p = Play.resolved();
    assertThat(p.said())
        .contains("RESOLVED Shop Feature", "✓ Health checks passing", "✓ Smoke tests");
    assertThat(p.effects)
        .filteredOn(e ->
            e instanceof Effect.RunJob(String _, Invocation i) && i instanceof Invocation.RollBack)
        .hasSize(2);
    assertThat(
            p.effects.stream()
                .filter(e -> e instanceof Effect.Post x && x.place() == Effect.Place.STAKEHOLDERS))
        .hasSize(2);
  }

  @Test
  void replaying_the_events_gives_the_same_state() {
    Play p = Play.resolved();
    Optional<Incident> again = Optional.empty();
    for (Event e : p.events) {
      again = Optional.of(Incidents.evolve(again, e));
    }
    assertThat(again).isEqualTo(p.incident);
  }

  @Nested
  class declaring {
    @Test
    void severe_trouble_starts_getting_ready_at_once() {
      Play p = new Play().declared(true, Severity.HIGH).is(State.Preparing.class);
      assertThat(p.effects).contains(new Effect.OpenChannel("inc-12-shop"));
    }

    @Test
    void trouble_that_nobody_feels_is_watched() {
      new Play()
          .declared(false, Severity.HIGH)
          .is(State.Monitoring.class)
          .does(RESPONDER, Command.RollBackAfterAll::new)
          .is(State.Preparing.class);
    }

    @Test
    void somebody_outside_the_responders_is_refused() {
      new Play()
          .does(
              STAKEHOLDER,
              (at, by) ->
                  new Command.Declare(
                      at,
                      by,
                      new IncidentId(1),
                      Sample.runbook(),
                      Sample.declaration(true, Severity.HIGH)))
          .refused(Reason.NOT_A_RESPONDER)
          .undeclared();
    }
  }

  @Nested
  class getting_ready {
    @Test
    void waits_for_people_unless_it_is_critical() {
      new Play()
          .declared(true, Severity.HIGH)
          .bot((at, by) -> Sample.finished(at, by, "INC-12/1", Sample.surveyed()))
          .is(State.Preparing.class);
      new Play()
          .declared(true, Severity.CRITICAL)
          .bot((at, by) -> Sample.finished(at, by, "INC-12/1", Sample.surveyed()))
          .is(State.AwaitingApproval.class);
    }

    @Test
    void a_deferred_item_can_still_be_confirmed_later() {
      Play p =
          new Play()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) -> Sample.finished(at, by, "INC-12/1", Sample.surveyed()))
              .does(RESPONDER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", "link"))
              .accepted()
              .is(State.AwaitingApproval.class);
      assertThat(p.incident.orElseThrow().facts().checklist().entry("screenshot"))
          .map(Checklist.Entry::mark)
          .get()
          .isInstanceOf(Mark.Done.class);
    }

    @Test
    void without_an_answer_from_the_provider_there_is_no_plan_and_a_way_to_try_again() {
      Play p =
          new Play()
              .declared(true, Severity.HIGH)
              .bot((at, by) ->
                  Sample.finished(at, by, "INC-12/1", new Outcome.Unknown("No answer.")))
              .is(State.Preparing.class);
      assertThat(((State.Preparing) p.state()).planning()).isInstanceOf(State.NoPlan.class);
      p.does(RESPONDER, Command.SurveyAgain::new).accepted();
      assertThat(((State.Preparing) p.state()).planning()).isInstanceOf(State.Surveying.class);
    }

    @Test
    void the_target_is_the_newest_earlier_deployment_not_known_to_be_bad() {
      Lore taught = new Lore(java.util.Set.of("id-v41"), java.util.Map.of());
      Play p =
          new Play()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) ->
                  new Command.JobFinished(at, by, "INC-12/1", Sample.surveyed(), taught));
      PlannedStep.Change change = p.plan().steps().get(0).change().orElseThrow();
      assertThat(change.target().label()).isEqualTo("v40");
      assertThat(change.why()).contains("v41 was rolled back from before");
    }
  }

  @Test
  void after_somebody_deployed_meanwhile_the_broken_version_is_remembered_as_bad() {
    Play p =
        Play.rollingBack()
            .jobEnds(
                new Outcome.Failed(
                    Outcome.Kind.CHANGED,
                    "changed",
                    "Somebody deployed v43.",
                    Optional.of(Sample.live("v43"))))
            .does(REQUESTER, Command.NewPlan::new);
    String job = ((State.Surveying) ((State.Preparing) p.state()).planning()).job();
    p.bot((at, by) -> Sample.finished(at, by, job, Sample.surveyed("v43", "v42", "v41")))
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
        .jobEnds(Sample.rolledBack("v41"));
    assertThat(p.effects)
        .filteredOn(Effect.Remember.class::isInstance)
        .singleElement()
        .satisfies(e ->
            assertThat(((Effect.Remember) e).badVersions())
                .containsExactlyInAnyOrder("id-v42", "id-v43"));
  }

  @Test
  void after_a_rollback_what_was_rolled_back_from_is_never_a_target() {
    Play p =
        new Play()
            .declared(true, Severity.CRITICAL)
            .bot((at, by) ->
                Sample.finished(
                    at, by, "INC-12/1", Sample.surveyed("v41", "v43", "v42", "v41", "v40")));
    assertThat(p.plan().steps().get(0).change().orElseThrow().candidates())
        .extracting(Version::label)
        .containsExactly("v40");
  }

  @Nested
  class consent {
    @Test
    void whoever_asked_does_not_approve() {
      Play p = Play.awaitingApproval();
      p.does(REQUESTER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
          .refused(Reason.SAME_PERSON)
          .is(State.AwaitingApproval.class);
      assertThat(((Decision.Rejected) p.last).text().plain())
          .isEqualTo("You asked for this rollback, so someone else in @oncall must approve it.");
    }

    @Test
    void whoever_changed_the_plan_does_not_approve_either() {
      Play p = Play.awaitingApproval();
      p.does(
              APPROVER,
              (at, by) -> new Command.ChangeTarget(at, by, p.plan().hash(), "api", "id-v40"))
          .accepted();
      p.does(APPROVER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
          .refused(Reason.SAME_PERSON);
    }

    @Test
    void an_approval_binds_to_the_plan_that_was_looked_at() {
      Play p = Play.awaitingApproval();
      String looked = p.plan().hash();
      p.does(RESPONDER, (at, by) -> new Command.ChangeTarget(at, by, looked, "api", "id-v40"));
      p.does(APPROVER, (at, by) -> new Command.Approve(at, by, looked)).refused(Reason.STALE);
    }

    @Test
    void only_the_approver_group_approves() {
      Play p = Play.awaitingApproval();
      p.does(RESPONDER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
          .refused(Reason.NOT_AN_APPROVER);
    }

    @Test
    void glass_is_broken_only_when_critical_and_with_a_reason_and_loudly() {
      Play high = Play.awaitingApproval();
      high.does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, high.plan().hash(), "nobody is awake"))
          .refused(Reason.NOT_CRITICAL);
      Play critical =
          new Play()
              .declared(true, Severity.CRITICAL)
              .bot((at, by) -> Sample.finished(at, by, "INC-12/1", Sample.surveyed()));
      critical
          .does(REQUESTER, (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), " "))
          .refused(Reason.INCOMPLETE);
      critical
          .does(
              REQUESTER,
              (at, by) -> new Command.BreakGlass(at, by, critical.plan().hash(), "nobody is awake"))
          .is(State.RollingBack.class);
      assertThat(critical.said()).contains("Break-glass", "nobody is awake");
    }
  }

  @Nested
  class steps {
    @Test
    void the_next_step_begins_when_the_one_before_is_read_back() {
      Play p = Play.rollingBack().jobEnds(Sample.rolledBack("v41")).is(State.RollingBack.class);
      assertThat(((State.RollingBack) p.state()).rollback().position()).isEqualTo(2);
    }

    @Test
    void a_pause_holds_before_the_next_step_and_resuming_goes_on() {
      Play p =
          Play.rollingBack()
              .does(RESPONDER, Command.Pause::new)
              .jobEnds(Sample.rolledBack("v41"))
              .is(State.Paused.class)
              .does(RESPONDER, Command.Resume::new)
              .is(State.RollingBack.class);
      assertThat(p.job()).isNotEmpty();
    }

    @Test
    void an_unknown_outcome_is_asked_for_and_goes_on_when_it_is_found_done() {
      Play p = Play.unknown();
      assertThat(p.effects)
          .anyMatch(e ->
              e instanceof Effect.RunJob(String _, Invocation i)
                  && i instanceof Invocation.FindOut);
      p.jobEnds(Sample.rolledBack("v41")).is(State.RollingBack.class);
    }

    @Test
    void nothing_is_tried_again_while_the_provider_is_being_asked() {
      Play.unknown()
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .refused(Reason.NOT_NOW)
          .jobEnds(new Outcome.Unknown("The provider can't tell."))
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .is(State.RollingBack.class);
    }

    @Test
    void a_stop_that_was_asked_for_holds_when_the_provider_says_that_the_step_is_done() {
      Play.rollingBack()
          .does(RESPONDER, Command.StopAfterStep::new)
          .jobEnds(new Outcome.Unknown("No answer in 10 s."))
          .jobEnds(Sample.rolledBack("v41"))
          .is(State.Blocked.class)
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "site", 0))
          .is(State.RollingBack.class);
    }

    @Test
    void a_step_by_hand_goes_on_after_a_stop() {
      Play p = Play.blocked().does(RESPONDER, Command.NextMethod::new);
      String job = ((State.Surveying) ((State.Preparing) p.state()).planning()).job();
      p.bot((at, by) -> Sample.finished(at, by, job, Sample.surveyed()))
          .does(REQUESTER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
          .does(RESPONDER, Command.StopAfterStep::new)
          .is(State.Blocked.class)
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "revert", 1))
          .is(State.RollingBack.class);
    }

    @Test
    void a_click_on_an_old_attempt_is_stale() {
      Play p = Play.blocked();
      p.does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .is(State.RollingBack.class)
          .jobEnds(new Outcome.Unknown("No answer."))
          .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
          .refused(Reason.STALE);
    }

    @Test
    void cancelling_a_stopped_rollback_lists_what_was_done() {
      Play p =
          Play.rollingBack()
              .does(RESPONDER, Command.StopAfterStep::new)
              .jobEnds(Sample.rolledBack("v41"))
              .is(State.Blocked.class)
              .does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "fixed otherwise"))
              .is(State.Cancelled.class);
      assertThat(p.said()).contains("API: v42 → v41 in 4 s", "Site: not begun, 9f2c is live");
    }

    @Test
    void the_next_method_has_its_own_plan_and_its_own_approval() {
      Play p = Play.blocked().does(RESPONDER, Command.NextMethod::new).is(State.Preparing.class);
      String job = ((State.Surveying) ((State.Preparing) p.state()).planning()).job();
      p.bot((at, by) -> Sample.finished(at, by, job, Sample.surveyed()))
          .is(State.AwaitingApproval.class)
          .does(RESPONDER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
          .refused(Reason.NOT_AN_APPROVER)
          .does(REQUESTER, (at, by) -> new Command.Approve(at, by, p.plan().hash()))
          .is(State.RollingBack.class)
          .does(RESPONDER, (at, by) -> new Command.MarkStepDone(at, by, "revert", "https://ci/1"))
          .is(State.Propagating.class);
    }

    @Test
    void a_new_plan_in_the_middle_keeps_the_target_of_what_is_done() {
      Play p =
          Play.rollingBack()
              .jobEnds(Sample.rolledBack("v41"))
              .jobEnds(
                  new Outcome.Failed(
                      Outcome.Kind.CHANGED,
                      "changed",
                      "Somebody deployed aaaa.",
                      Optional.of(Sample.live("aaaa"))))
              .does(REQUESTER, Command.NewPlan::new);
      String job = ((State.Surveying) ((State.Preparing) p.state()).planning()).job();
      Outcome now =
          new Outcome.Succeeded(
              new Outcome.Surveyed(
                  List.of(
                      new Snapshot(
                          Sample.runbook().in(Sample.runbook().environments().get(0), "api"),
                          Sample.live("v41"),
                          List.of(Sample.live("v42"), Sample.live("v41"), Sample.live("v40")),
                          List.of()),
                      new Snapshot(
                          Sample.runbook().in(Sample.runbook().environments().get(0), "site"),
                          Sample.live("aaaa"),
                          List.of(Sample.live("9f2c"), Sample.live("7ab1")),
                          List.of()))),
              java.time.Duration.ofSeconds(1));
      p.bot((at, by) -> Sample.finished(at, by, job, now)).is(State.AwaitingApproval.class);
      assertThat(p.plan().steps())
          .extracting(s -> s.change().orElseThrow().target().label())
          .containsExactly("v41", "7ab1");
    }
  }

  @Nested
  class checking {
    @Test
    void a_failed_reading_counts_from_nothing_again() {
      Play p =
          Play.verifying()
              .probes(Reading.Verdict.PASSED)
              .probes(Reading.Verdict.PASSED)
              .probes(Reading.Verdict.FAILED);
      assertThat(((State.Verifying) p.state()).measurements().probes().get(0).inARow()).isZero();
    }

    @Test
    void what_is_inconclusive_is_not_a_pass() {
      Play.verifying()
          .does(APPROVER, (at, by) -> new Command.ConfirmCheck(at, by, "smoke", ""))
          .probes(Reading.Verdict.INCONCLUSIVE)
          .probes(Reading.Verdict.INCONCLUSIVE)
          .probes(Reading.Verdict.INCONCLUSIVE)
          .is(State.Verifying.class);
    }

    @Test
    void whoever_rolled_back_waives_nothing() {
      Play.verifying()
          .does(REQUESTER, (at, by) -> new Command.Waive(at, by, "health", "flaky"))
          .refused(Reason.SAME_PERSON)
          .does(APPROVER, (at, by) -> new Command.Waive(at, by, "health", "flaky"))
          .accepted();
    }

    @Test
    void a_waived_check_is_never_shown_as_a_tick() {
      Play p =
          Play.verifying()
              .does(APPROVER, (at, by) -> new Command.Waive(at, by, "health", "flaky"))
              .does(APPROVER, (at, by) -> new Command.ConfirmCheck(at, by, "smoke", ""))
              .does(REQUESTER, Command.SignRolledBack::new)
              .does(
                  APPROVER,
                  (at, by) -> new Command.SignVerified(at, by, LocalDate.parse("2026-03-04")))
              .is(State.Resolved.class);
      assertThat(p.said())
          .contains("– Health checks passing: waived by @U2, flaky")
          .doesNotContain("✓ Health checks passing");
    }
  }

  @Nested
  class signing {
    @Test
    void one_person_can_not_sign_twice_and_whoever_rolled_back_does_not_verify() {
      LocalDate day = LocalDate.parse("2026-03-04");
      Play.awaitingSignOff()
          .does(APPROVER, (at, by) -> new Command.SignVerified(at, by, day))
          .refused(Reason.NOT_NOW)
          .does(RESPONDER, Command.SignRolledBack::new)
          .does(RESPONDER, (at, by) -> new Command.SignVerified(at, by, day))
          .refused(Reason.SAME_PERSON)
          .does(REQUESTER, (at, by) -> new Command.SignVerified(at, by, day))
          .refused(Reason.SAME_PERSON)
          .does(APPROVER, (at, by) -> new Command.SignVerified(at, by, day))
          .is(State.Resolved.class);
    }

    @Test
    void a_check_that_turns_bad_takes_the_signatures_back() {
      Play p =
          Play.awaitingSignOff()
              .does(REQUESTER, Command.SignRolledBack::new)
              .probes(Reading.Verdict.FAILED)
              .is(State.Verifying.class);
      assertThat(p.said()).contains("turned bad while signatures were collected");
    }
  }

  @Nested
  class after_the_end {
    @Test
    void a_check_that_turns_bad_is_said_and_the_incident_can_be_reopened() {
      Play p = Play.resolved().probes(Reading.Verdict.FAILED).is(State.Resolved.class);
      assertThat(p.said()).contains("turned bad after all");
      p.bot((at, by) -> new Command.ChannelOpened(at, by, new Channel("C0INC", "inc-1-shop", true)))
          .does(RESPONDER, (at, by) -> new Command.Reopen(at, by, "it came back"))
          .is(State.Preparing.class);
      assertThat(p.effects)
          .filteredOn(Effect.SetTopic.class::isInstance)
          .last()
          .satisfies(
              e -> assertThat(((Effect.SetTopic) e).topic().plain()).doesNotContain("RESOLVED"));
    }
  }
}
