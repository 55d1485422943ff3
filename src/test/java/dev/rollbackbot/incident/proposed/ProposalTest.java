package dev.rollbackbot.incident.proposed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.Judgements;
import dev.rollbackbot.incident.proposal.Judgement;
import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rollbacks that the bot itself proposes. */
@Pure
final class ProposalTest {
  private static ConversationDriver proposed() {
    return ConversationDriver.proposed(TriggerMode.PROPOSE);
  }

  private static ConversationDriver planned() {
    return proposed().surveyEnds(SampleIncident.surveyed()).is(State.Proposed.class);
  }

  private static ConversationDriver recovers(ConversationDriver driver, String trigger) {
    return driver.bot((at, by) -> new ProposalCommand.TriggerRecovered(at, by, trigger));
  }

  private static ConversationDriver fires(ConversationDriver driver, String trigger) {
    return driver.bot((at, by) ->
        new ProposalCommand.TriggerFiredAgain(at, by, SampleIncident.suspicion(trigger)));
  }

  private static String card(ConversationDriver driver) {
    return PostTemplates.card(driver.incident.orElseThrow()).plainText();
  }

  private static List<Judgement> judgements(ConversationDriver driver) {
    Incident incident = driver.incident.orElseThrow();
    return driver.events.stream().flatMap(e -> Judgements.of(incident, e).stream()).toList();
  }

  @Nested
  class Shown {
    @Test
    void a_proposal_opens_no_channel_tells_no_stakeholders_and_changes_nothing() {
      ConversationDriver driver = planned();
      assertThat(driver.effects)
          .noneMatch(Effect.OpenChannel.class::isInstance)
          .noneMatch(Effect.Post.class::isInstance)
          .contains(new Effect.Refresh(Effect.LiveMessage.CARD));
      assertThat(driver.effects.stream().filter(Effect.RunJob.class::isInstance)).hasSize(1);
    }

    @Test
    void what_slack_refuses_of_it_is_said_in_no_channel_of_its_own_and_to_no_lead() {
      ConversationDriver driver = refused(planned());
      assertThat(driver.effects).noneMatch(Effect.Post.class::isInstance);
      recovers(driver, "errors").is(State.Closed.class);
      assertThat(refused(driver).effects).noneMatch(Effect.Post.class::isInstance);
    }

    private ConversationDriver refused(ConversationDriver driver) {
      return driver.bot((at, by) ->
          new Command.DeliveryFailed(
              at,
              by,
              "a post in #incidents",
              "Slack answers msg_blocks_too_long",
              Optional.empty(),
              Optional.of("Shorten it."),
              Optional.empty(),
              Optional.empty()));
    }

    @Test
    void the_card_says_what_fired_what_was_measured_and_what_was_deployed_before() {
      assertThat(card(proposed()))
          .contains("A rollback of Shop Feature in production is proposed")
          .contains("Nobody has asked for it, and nothing was changed.")
          .contains("Error rate above 1 %")
          .contains("error rate 4.1 %, more than 1 %")
          .contains("v42")
          .contains("eve")
          .contains("Faster orders")
          .contains("whether it is the cause is not known");
    }

    @Test
    void a_suspect_that_all_triggers_share_is_named_once() {
      ConversationDriver driver = proposed();
      fires(driver, "slow");
      assertThat(card(driver)).containsOnlyOnce("*Suspect*").contains("Error rate", "slow");
    }

    @Test
    void equal_readings_that_follow_each_other_are_one_line_with_their_number() {
      ConversationDriver driver = proposed();
      Suspicion one = SampleIncident.suspicion("slow");
      driver.bot((at, by) ->
          new ProposalCommand.TriggerFiredAgain(
              at,
              by,
              new Suspicion(
                  one.trigger(),
                  one.service(),
                  one.firedAt(),
                  one.onset(),
                  List.of("500 ms", "500 ms", "600 ms", "500 ms"),
                  one.suspect(),
                  one.alert())));
      assertThat(card(driver)).contains("• 500 ms, 2 times\n• 600 ms\n• 500 ms\n");
    }

    @Test
    void newer_readings_of_the_same_trigger_are_shown_in_place_of_the_older_ones() {
      ConversationDriver driver = planned();
      driver.effects.clear();
      fires(driver, "slow");
      assertThat(driver.effects).containsExactly(new Effect.Refresh(Effect.LiveMessage.CARD));
      fires(driver, "slow");
      assertThat(driver.effects).hasSize(1);
    }
  }

  @Nested
  class Answered {
    @Test
    void started_it_is_an_incident_of_that_person_who_may_not_approve_it() {
      ConversationDriver driver =
          planned().does(SampleIncident.APPROVER, ProposalCommand.StartProposed::new);
      driver.is(State.Preparing.class);
      assertThat(driver.effects).anyMatch(Effect.OpenChannel.class::isInstance);
      driver
          .surveyEnds(SampleIncident.surveyed())
          .does(
              SampleIncident.REQUESTER,
              (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
          .is(State.AwaitingApproval.class);
      String hash = driver.plan().hash();
      driver
          .does(SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, hash))
          .rejected(RejectionCode.SAME_PERSON);
      assertThat(judgements(driver)).extracting(Judgement::right).containsExactly(true);
    }

    @Test
    void watched_it_is_an_incident_without_a_rollback() {
      ConversationDriver driver =
          planned()
              .does(SampleIncident.RESPONDER, ProposalCommand.WatchProposal::new)
              .is(State.Monitoring.class);
      assertThat(driver.effects).anyMatch(Effect.OpenChannel.class::isInstance);
      assertThat(driver.incident.orElseThrow().details().declaration().lead())
          .isEqualTo(SampleIncident.RESPONDER.id());
    }

    @Test
    void no_reason_for_it_closes_it_with_the_words_of_the_person() {
      ConversationDriver driver =
          planned()
              .does(
                  SampleIncident.RESPONDER,
                  (at, by) -> new ProposalCommand.NotThis(at, by, "a load test"))
              .is(State.Closed.class);
      assertThat(card(driver)).contains("no reason for this rollback").contains("a load test");
      assertThat(judgements(driver)).extracting(Judgement::right).containsExactly(false);
    }

    @Test
    void put_off_it_is_proposed_again_only_when_the_time_is_over() {
      ConversationDriver driver =
          planned()
              .does(
                  SampleIncident.RESPONDER,
                  (at, by) -> new ProposalCommand.NotNow(at, by, Duration.ofMinutes(15)));
      assertThat(card(driver)).contains("Put off until");
      driver.effects.clear();
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPOSAL));
      assertThat(driver.effects).isEmpty();
      driver.now = driver.now.plus(Duration.ofMinutes(15));
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPOSAL));
      assertThat(driver.postedText()).contains("is proposed again");
      assertThat(card(driver)).doesNotContain("Put off until");
    }

    @Test
    void only_responders_answer_it_and_only_the_bot_proposes() {
      Actor stranger = new Actor("U0", Set.of());
      planned()
          .does(stranger, ProposalCommand.StartProposed::new)
          .rejected(RejectionCode.NOT_A_RESPONDER);
      new ConversationDriver()
          .does(
              SampleIncident.RESPONDER,
              (at, by) ->
                  new ProposalCommand.Propose(
                      at,
                      by,
                      new IncidentId(12),
                      SampleIncident.runbook(),
                      "production",
                      SampleIncident.suspicion("errors"),
                      TriggerMode.PROPOSE))
          .rejected(RejectionCode.NOT_NOW);
    }

    @Test
    void the_second_of_two_answers_is_told_that_it_has_moved_on() {
      planned()
          .does(SampleIncident.RESPONDER, ProposalCommand.StartProposed::new)
          .does(SampleIncident.APPROVER, ProposalCommand.StartProposed::new)
          .rejected(RejectionCode.NOT_NOW);
    }
  }

  @Nested
  class Recovered {
    @Test
    void it_closes_itself_and_says_so() {
      ConversationDriver driver = recovers(planned(), "errors").is(State.Closed.class);
      assertThat(((State.Closed) driver.state()).closeReason()).isEqualTo(CloseReason.RECOVERED);
      assertThat(card(driver)).endsWith("Closed: it recovered before anything was started.");
      assertThat(judgements(driver)).isEmpty();
    }

    @Test
    void it_stays_while_another_trigger_fires() {
      ConversationDriver driver = recovers(fires(planned(), "slow"), "errors");
      driver.is(State.Proposed.class);
      recovers(driver, "slow").is(State.Closed.class);
    }

    @Test
    void in_an_incident_it_is_a_line_and_nothing_else() {
      ConversationDriver driver =
          planned()
              .does(SampleIncident.RESPONDER, ProposalCommand.StartProposed::new)
              .bot((at, by) ->
                  new Command.ChannelOpened(at, by, new Channel("C1", "inc-12-shop", true)));
      driver.effects.clear();
      recovers(driver, "errors").is(State.Preparing.class);
      assertThat(driver.postedText()).contains("A trigger has recovered: “Error rate above 1 %”");
      fires(driver, "errors");
      assertThat(driver.postedText()).contains("A trigger fired: “Error rate above 1 %”");
      driver.effects.clear();
      fires(driver, "errors");
      assertThat(driver.effects).isEmpty();
    }

    @Test
    void after_the_end_nothing_follows() {
      ConversationDriver driver = recovers(planned(), "errors");
      driver.effects.clear();
      fires(driver, "errors");
      recovers(driver, "errors").is(State.Closed.class);
      assertThat(driver.effects).isEmpty();
    }
  }

  @Nested
  class OpenedByTheBot {
    private static ConversationDriver waiting() {
      return ConversationDriver.proposed(TriggerMode.PREPARE)
          .surveyEnds(SampleIncident.surveyed())
          .does(
              SampleIncident.RESPONDER,
              (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
          .is(State.AwaitingApproval.class);
    }

    @Test
    void it_waits_for_an_approver_and_nobody_is_said_to_have_asked() {
      ConversationDriver driver = waiting();
      assertThat(driver.effects).anyMatch(Effect.OpenChannel.class::isInstance);
      assertThat(driver.postedText()).contains("is ready. Someone in").doesNotContain("@bot");
      String hash = driver.plan().hash();
      driver
          .does(SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, hash))
          .is(State.RollingBack.class);
    }

    @Test
    void stakeholders_hear_of_it_with_the_approval_and_not_before() {
      ConversationDriver driver = waiting();
      assertThat(driver.effects).noneMatch(OpenedByTheBot::toStakeholders);
      String hash = driver.plan().hash();
      driver.does(SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, hash));
      assertThat(driver.effects).anyMatch(OpenedByTheBot::toStakeholders);
    }

    private static boolean toStakeholders(Effect effect) {
      return effect instanceof Effect.Post post
          && post.destination() == Effect.Destination.STAKEHOLDERS;
    }

    @Test
    void a_mode_that_shows_nothing_proposes_nothing() {
      for (TriggerMode mode : List.of(TriggerMode.OFF, TriggerMode.SHADOW)) {
        assertThat(ConversationDriver.proposed(mode).rejected(RejectionCode.NOT_NOW).incident)
            .isEqualTo(Optional.empty());
      }
    }
  }

  @Nested
  class Alerted {
    private static ConversationDriver alerted(ConversationDriver driver) {
      return driver.bot((at, by) ->
          new ProposalCommand.TriggerFiredAgain(at, by, SampleIncident.alerted("slow")));
    }

    private static ConversationDriver changes(
        ConversationDriver driver, boolean firing, boolean flaps) {
      driver.effects.clear();
      return driver.bot(
          (at, by) -> new ProposalCommand.AlertChanged(at, by, "slow", firing, flaps));
    }

    @Test
    void the_end_of_an_alert_is_said_on_the_card_and_ends_nothing() {
      ConversationDriver driver = alerted(planned());
      assertThat(card(driver)).contains("of alertmanager.").contains("It does not close by itself");
      changes(driver, false, false).is(State.Proposed.class);
      assertThat(card(driver)).contains("of alertmanager, ended").contains("no proof");
      assertThat(driver.effects).containsExactly(new Effect.Refresh(Effect.LiveMessage.CARD));
      changes(driver, false, false);
      assertThat(driver.effects).isEmpty();
      changes(driver, true, false);
      assertThat(card(driver)).doesNotContain("ended");
    }

    @Test
    void in_an_incident_each_change_is_a_line_in_its_thread() {
      ConversationDriver driver =
          planned()
              .does(SampleIncident.APPROVER, ProposalCommand.StartProposed::new)
              .bot((at, by) ->
                  new Command.ChannelOpened(at, by, new Channel("C1", "inc-12-shop", true)));
      alerted(driver);
      changes(driver, false, true);
      assertThat(driver.postedText())
          .contains("An alert has ended: ")
          .contains("no proof of a recovery")
          .contains("from now on it is told only when it has not fired for ten minutes");
      changes(driver, true, false);
      assertThat(driver.postedText()).contains("An alert fires again: ");
      changes(driver, false, false);
      driver.effects.clear();
      // A new firing of the same alert: what was said last is no longer true.
      alerted(driver);
      assertThat(driver.postedText()).contains("A trigger fired: ");
    }

    @Test
    void what_was_measured_stays_beside_what_is_alerted() {
      ConversationDriver driver = planned();
      driver.bot((at, by) ->
          new ProposalCommand.TriggerFiredAgain(at, by, SampleIncident.alerted("errors")));
      assertThat(card(driver))
          .contains("CheckoutErrors: 4 of 100 requests fail")
          .contains("error rate 4.1 %, more than 1 %")
          .contains("as far as was measured it began");
    }
  }

  @Test
  void the_log_has_a_line_for_each_of_it() {
    ConversationDriver driver = planned();
    driver.does(
        SampleIncident.RESPONDER,
        (at, by) -> new ProposalCommand.NotNow(at, by, Duration.ofMinutes(15)));
    assertThat(
            Timeline.of(driver.events).stream()
                .map(Timeline.TimelineEntry::text)
                .map(RichText::plainText))
        .anyMatch(line -> line.startsWith("The bot proposed a rollback on production"))
        .anyMatch(line -> line.contains("put it off until"));
    assertThat(StatusText.status(driver.incident.orElseThrow()))
        .isEqualTo("A rollback is proposed, put off");
  }
}
