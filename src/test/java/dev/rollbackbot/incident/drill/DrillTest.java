package dev.rollbackbot.incident.drill;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Decision;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.DrillScores;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.text.DrillScoreText;
import dev.rollbackbot.incident.text.DrillText;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.promises.DrillsStayInside;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A drill goes the way of an incident, and reaches nobody outside of its channel. */
@Pure
final class DrillTest {
  private static IncidentDetails details(ConversationDriver driver) {
    return driver.incident.orElseThrow().details();
  }

  @Test
  void is_refused_where_the_runbook_allows_none() {
    ConversationDriver driver =
        DrillIncident.declared(SampleIncident.runbook()).rejected(RejectionCode.NOT_NOW);
    assertThat(driver.incident).isEmpty();
    assertThat(((Decision.Rejected) driver.last).text().plainText())
        .isEqualTo("No drill is opened in “production”. This runbook allows them in rehearsal.");
  }

  @Test
  void everything_that_it_shows_carries_its_mark_and_stays_in_its_channel() {
    ConversationDriver driver = DrillIncident.resolved(DrillIncident.awaitingApproval());
    driver.does(REQUESTER, Command.DraftPostMortem::new);
    driver.does(REQUESTER, (at, by) -> new Command.Reopen(at, by, "500 again"));
    assertThat(driver.effects)
        .contains(new Effect.OpenChannel("inc-12-drill-shop"))
        .anyMatch(Effect.AttachPostMortem.class::isInstance)
        .anyMatch(Effect.AttachDrillTimes.class::isInstance)
        .anyMatch(Effect.SetTopic.class::isInstance)
        .allSatisfy(effect -> DrillsStayInside.check(true, effect));
  }

  @Test
  void the_same_as_an_incident_reaches_stakeholders_and_marks_versions() {
    // What the test above does not find is really there to be found.
    assertThat(
            new ConversationDriver()
                .does(
                    REQUESTER,
                    (at, by) ->
                        new Command.Declare(
                            at,
                            by,
                            new IncidentId(12),
                            SampleIncident.runbook(),
                            SampleIncident.declaration(true, Severity.HIGH)))
                .effects)
        .anyMatch(e ->
            e instanceof Effect.Post post && post.destination() == Effect.Destination.STAKEHOLDERS);
  }

  @Test
  void without_a_channel_of_its_own_it_ends_and_posts_nothing() {
    ConversationDriver driver =
        DrillIncident.declared(SmallRunbook.drilled(SampleIncident.runbook()))
            .bot((at, by) ->
                new Command.ChannelRefused(
                    at, by, "restricted_action", new Channel("C1", "incidents", false)))
            .is(State.Cancelled.class);
    assertThat(driver.effects)
        .noneMatch(Effect.Post.class::isInstance)
        .doesNotContain(new Effect.Refresh(Effect.LiveMessage.PANEL))
        .contains(new Effect.Refresh(Effect.LiveMessage.CARD));
  }

  @Test
  void the_bots_deployment_says_that_it_is_a_drill() {
    assertThat(DrillIncident.rollingBack(DrillIncident.awaitingApproval()).effects)
        .filteredOn(Effect.RunJob.class::isInstance)
        .last()
        .asString()
        .contains("DRILL · Rollback INC-12/");
  }

  @Nested
  final class For_an_incident_of_the_same_runbook {
    private static Command.InterruptDrill in(java.time.Instant at, Actor by, String environment) {
      return new Command.InterruptDrill(at, by, 13, environment);
    }

    @Test
    void it_ends_at_once_while_nothing_is_under_way() {
      ConversationDriver driver =
          DrillIncident.awaitingApproval()
              .bot((at, by) -> in(at, by, "production"))
              .is(State.Cancelled.class);
      assertThat(driver.postedText())
          .contains("INC-13 is declared for the same services. It goes first")
          .contains("INC-13 is declared for the same services and goes first.");
    }

    @Test
    void it_ends_after_the_step_that_runs_and_begins_no_other() {
      ConversationDriver driver =
          DrillIncident.rollingBack(DrillIncident.awaitingApproval())
              .bot((at, by) -> in(at, by, "production"))
              .is(State.RollingBack.class);
      driver.jobEnds(SampleIncident.rolledBack("v41")).is(State.Cancelled.class);
      assertThat(driver.effects)
          .filteredOn(Effect.RunJob.class::isInstance)
          .asString()
          .contains("shop-api")
          .doesNotContain("target=Version[id=id-7ab1");
      assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
    }

    @Test
    void it_ends_once_it_is_known_what_became_of_the_step() {
      ConversationDriver driver =
          DrillIncident.rollingBack(DrillIncident.awaitingApproval())
              .bot((at, by) -> in(at, by, "production"))
              .jobEnds(new Outcome.Unknown("No answer in 10 s."))
              .is(State.Blocked.class);
      driver.jobEnds(SampleIncident.rolledBack("v41")).is(State.Cancelled.class);
    }

    private static ConversationDriver unknown() {
      Outcome nobodyKnows = new Outcome.Unknown("No answer in 10 s.");
      return DrillIncident.rollingBack(DrillIncident.awaitingApproval())
          .jobEnds(nobodyKnows)
          .jobEnds(nobodyKnows)
          .is(State.Blocked.class);
    }

    @Test
    void it_keeps_no_lock_of_an_attempt_that_a_reading_shows_to_be_over() {
      ConversationDriver driver =
          unknown().bot((at, by) -> in(at, by, "production")).is(State.Blocked.class);
      driver.liveIsRead("v41", "9f2c").is(State.Cancelled.class);
      assertThat(driver.incident.orElseThrow().locksUnderChange()).isEmpty();
    }

    @Test
    void it_says_which_lock_it_keeps_when_nobody_knows_what_became_of_its_attempt() {
      ConversationDriver driver = unknown().bot((at, by) -> in(at, by, "production"));
      String job = details(driver).live().job().orElseThrow();
      driver
          .bot((at, by) ->
              SampleIncident.finished(at, by, job, new Outcome.Unknown("No answer in 10 s.")))
          .is(State.Cancelled.class);
      assertThat(driver.incident.orElseThrow().locksUnderChange()).isNotEmpty();
      assertThat(driver.postedText())
          .contains(
              "Nobody knows what became of “API”: its lock is kept until somebody takes it over in"
                  + " INC-13.");
    }

    @Test
    void whoever_carries_out_a_step_by_hand_is_told_to_stop() {
      ConversationDriver driver =
          DrillIncident.rollingBack(DrillIncident.awaitingApproval())
              .jobEnds(
                  new Outcome.Failed(
                      Outcome.FailureKind.REFUSED, "10007", "Refused.", Optional.empty()))
              .does(RESPONDER, Command.StartNextMethod::new)
              .surveyEnds(SampleIncident.surveyed());
      DrillIncident.rollingBack(driver)
          .bot((at, by) -> in(at, by, "production"))
          .is(State.Cancelled.class);
      assertThat(driver.postedText())
          .contains(
              "Whoever carries out “Revert” by hand: stop, and say in INC-13 how far it has come.");
    }

    @Test
    void in_another_environment_it_is_told_and_goes_on() {
      ConversationDriver driver =
          DrillIncident.awaitingApproval()
              .bot((at, by) -> in(at, by, "elsewhere"))
              .is(State.AwaitingApproval.class);
      assertThat(driver.postedText())
          .contains("INC-13 is declared for the same runbook, in elsewhere.");
    }

    @Test
    void it_is_told_once_that_it_ends_and_not_at_all_when_it_has_ended() {
      ConversationDriver driver =
          DrillIncident.rollingBack(DrillIncident.awaitingApproval())
              .bot((at, by) -> in(at, by, "production"))
              .bot((at, by) -> in(at, by, "production"));
      assertThat(driver.events).filteredOn(Event.DrillInterrupted.class::isInstance).hasSize(1);
      ConversationDriver over =
          DrillIncident.resolved(DrillIncident.awaitingApproval())
              .bot((at, by) -> in(at, by, "production"));
      assertThat(over.events).noneMatch(Event.DrillInterrupted.class::isInstance);
    }

    @Test
    void an_incident_is_not_interrupted() {
      ConversationDriver driver =
          ConversationDriver.rollingBack().bot((at, by) -> in(at, by, "production"));
      assertThat(driver.events).noneMatch(Event.DrillInterrupted.class::isInstance);
    }
  }

  @Nested
  final class Its_checklist {
    private static List<Boolean> done(ConversationDriver driver) {
      return DrillScores.items(details(driver)).stream().map(DrillItemStatus::done).toList();
    }

    @Test
    void is_filled_from_what_happened_and_by_nothing_else() {
      ConversationDriver driver = DrillIncident.awaitingApproval();
      assertThat(done(driver)).containsExactly(false, false);
      assertThat(done(DrillIncident.resolved(driver))).containsExactly(false, true);
    }

    @Test
    void a_rollback_that_changed_nothing_shows_nothing() {
      ConversationDriver driver =
          DrillIncident.rollingBack(DrillIncident.awaitingApproval())
              .jobEnds(
                  new Outcome.Succeeded(
                      new Outcome.RolledBack(SampleIncident.live("v41"), true),
                      Duration.ofSeconds(1)))
              .jobEnds(
                  new Outcome.Succeeded(
                      new Outcome.RolledBack(SampleIncident.live("7ab1"), true),
                      Duration.ofSeconds(1)))
              .is(State.Propagating.class);
      assertThat(done(driver)).containsExactly(false, false);
    }

    @Test
    void a_person_ticks_what_the_bot_does_not_see_with_a_reason() {
      ConversationDriver driver = DrillIncident.resolved(DrillIncident.awaitingApproval());
      driver
          .does(RESPONDER, (at, by) -> new Command.TickDrillItem(at, by, 0, " "))
          .rejected(RejectionCode.INCOMPLETE)
          .does(RESPONDER, (at, by) -> new Command.TickDrillItem(at, by, 1, "seen"))
          .rejected(RejectionCode.ALREADY_DONE)
          .does(RESPONDER, (at, by) -> new Command.TickDrillItem(at, by, 2, "seen"))
          .rejected(RejectionCode.UNKNOWN_THING)
          .does(RESPONDER, (at, by) -> new Command.TickDrillItem(at, by, 0, "They found it"))
          .accepted();
      assertThat(done(driver)).containsExactly(true, true);
      assertThat(driver.postedText()).contains("ticked “Knows how”: They found it");
      assertThat(DrillText.checklist(details(driver)).orElseThrow().plainText())
          .isEqualTo("*Drill*  2 of 2 seen\n✓ Knows how, says @U3\n✓ Can roll back");
    }

    @Test
    void an_incident_has_none() {
      ConversationDriver.rollingBack()
          .does(RESPONDER, (at, by) -> new Command.TickDrillItem(at, by, 0, "They found it"))
          .rejected(RejectionCode.UNKNOWN_THING);
    }
  }

  @Nested
  final class Its_score {
    @Test
    void has_the_measured_times_and_what_was_slow() {
      ConversationDriver driver = DrillIncident.awaitingApproval();
      driver.now = driver.now.plus(Duration.ofMinutes(3));
      DrillIncident.resolved(driver);
      DrillScore score = DrillScores.of(details(driver)).orElseThrow();
      assertThat(score.took())
          .containsEntry(DrillPart.READY, Duration.ofSeconds(3))
          .containsEntry(DrillPart.APPROVED, Duration.ofSeconds(181))
          .containsEntry(DrillPart.ROLLED_BACK, Duration.ofSeconds(2))
          .containsOnlyKeys(DrillPart.values());
      assertThat(score.over(DrillPart.APPROVED)).contains(Duration.ofSeconds(61));
      assertThat(score.over(DrillPart.IN_ALL)).isEmpty();
      assertThat(DrillScoreText.score(details(driver)).plainText())
          .contains("Approved after 3 min 1 s, 1 min 1 s more than the goal of 2 min")
          .contains("*Checklist*  1 of 2. Open: “Knows how”.")
          .contains("*Slow*  approved.")
          .contains("Nobody had to be asked twice.");
    }

    @Test
    void names_the_role_that_had_to_be_asked_again_and_no_person() {
      ConversationDriver driver = DrillIncident.awaitingApproval();
      driver.now = details(driver).requests().nextReminder().orElseThrow();
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.REMINDER));
      String score = DrillScoreText.score(details(driver)).plainText();
      assertThat(score).contains("*Asked again*  approvers once.").doesNotContain("@");
    }

    @Test
    void what_was_not_reached_was_not_measured() {
      ConversationDriver driver =
          DrillIncident.awaitingApproval()
              .does(REQUESTER, (at, by) -> new Command.Cancel(at, by, "no time"))
              .is(State.Cancelled.class);
      assertThat(driver.effects).filteredOn(Effect.PostDrillScore.class::isInstance).hasSize(1);
      assertThat(DrillScoreText.score(details(driver)).plainText())
          .contains("it was not brought to its end")
          .contains("Approved: not measured");
    }

    @Test
    void a_check_that_fails_while_people_sign_makes_it_unverified_again() {
      ConversationDriver driver = DrillIncident.rollingBack(DrillIncident.awaitingApproval());
      driver.jobEnds(SampleIncident.rolledBack("v41")).jobEnds(SampleIncident.rolledBack("7ab1"));
      driver.now = driver.now.plus(Duration.ofMinutes(2));
      driver
          .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
          .probes(Verdict.PASSED)
          .probes(Verdict.PASSED)
          .probes(Verdict.PASSED)
          .confirms(APPROVER, "smoke")
          .is(State.AwaitingSignOff.class)
          .probes(Verdict.FAILED)
          .is(State.Verifying.class);
      assertThat(DrillScores.of(details(driver)).orElseThrow().took())
          .doesNotContainKeys(DrillPart.VERIFIED, DrillPart.IN_ALL);
    }

    @Test
    void is_compared_with_the_drills_before_it() {
      ConversationDriver driver = DrillIncident.resolved(DrillIncident.awaitingApproval());
      DrillScore score = DrillScores.of(details(driver)).orElseThrow();
      assertThat(DrillScoreText.comparison(details(driver), List.of()).plainText())
          .contains("No earlier drill of this was brought to its end");
      assertThat(DrillScoreText.comparison(details(driver), List.of(score)).plainText())
          .contains("the last drill: ready 3 s, approved 1 s");
    }

    @Test
    void an_incident_has_none() {
      ConversationDriver driver = ConversationDriver.rollingBack();
      assertThat(DrillScores.of(details(driver))).isEqualTo(Optional.empty());
      assertThat(driver.effects).noneMatch(Effect.PostDrillScore.class::isInstance);
    }
  }
}
