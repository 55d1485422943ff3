package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.request.PersonRequest;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What people are asked for, when they are reminded, and when the deadline is told. */
@Pure
final class RemindersTest {
  private static final Outcome REFUSED =
      new Outcome.Failed(
          Outcome.FailureKind.REFUSED, "10007", "Cloudflare refused.", Optional.empty());

  @Test
  void an_approval_is_reminded_of_up_to_the_contacts_and_then_more_and_more_slowly() {
    ConversationDriver driver = ConversationDriver.awaitingApproval();
    Instant since = request(driver, RequestKind.APPROVAL).since();
    Duration third = Duration.between(since, deadline(driver)).dividedBy(3);
    for (long due : List.of(1, 2, 3, 5, 9, 17)) {
      Instant at = since.plus(third.multipliedBy(due));
      assertThat(nextReminder(driver)).isEqualTo(at);
      int before = driver.events.size();
      fires(driver, at.minusMillis(1));
      assertThat(driver.events).as("nothing is due yet").hasSize(before);
      fires(driver, at);
    }
    assertThat(posts(driver))
        .containsSubsequence(
            "@oncall: The plan still waits for an approval",
            "@U1: The plan still waits for an approval",
            "@responders: The plan still waits for an approval",
            "Ask for help: Lead (#leads)");
    assertThat(nextReminder(driver)).isEqualTo(driver.now.plus(Duration.ofHours(1)));
    driver.does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()));
    int posts = driver.effects.size();
    fires(driver, driver.now.plus(Duration.ofDays(1)));
    assertThat(driver.effects).as("nobody is asked any more").hasSize(posts);
  }

  @Test
  void a_timer_that_fires_late_reminds_once_and_one_that_fires_twice_does_nothing() {
    ConversationDriver driver = ConversationDriver.awaitingApproval();
    Instant late = driver.now.plus(Duration.ofHours(2));
    fires(driver, late);
    fires(driver, late);
    assertThat(driver.events.stream().filter(Event.PeopleReminded.class::isInstance)).hasSize(1);
    assertThat(nextReminder(driver)).isAfter(late);
    assertThat(request(driver, RequestKind.APPROVAL).reminders()).isGreaterThan(3);
  }

  @Test
  void after_a_time_without_the_bot_nobody_is_passed_over() {
    ConversationDriver driver = ConversationDriver.awaitingApproval();
    fires(driver, driver.now.plus(Duration.ofHours(2)));
    fires(driver, nextReminder(driver));
    assertThat(posts(driver))
        .containsSubsequence(
            "@oncall: The plan still waits for an approval",
            "@U1: The plan still waits for an approval");
  }

  @Test
  void a_timer_set_by_an_older_version_reminds_of_what_is_due() {
    ConversationDriver driver = ConversationDriver.awaitingApproval();
    driver.now = driver.now.plus(Duration.ofMinutes(6));
    driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.APPROVAL_FIRST_REMINDER));
    assertThat(request(driver, RequestKind.APPROVAL).reminders()).isEqualTo(1);
  }

  @Test
  void the_timer_of_a_settled_request_is_set_again_for_the_one_that_is_open() {
    ConversationDriver driver =
        new ConversationDriver()
            .declared(true, Severity.HIGH)
            .surveyEnds(new Outcome.Unknown("No answer."));
    assertThat(driver.incident.orElseThrow().details().requests().open())
        .extracting(PersonRequest::kind)
        .containsExactly(RequestKind.ITEM, RequestKind.ITEM, RequestKind.DECISION);
    Instant first = nextReminder(driver);
    driver.does(RESPONDER, Command.SurveyAgain::new);
    assertThat(nextReminder(driver)).isAfter(first);
    assertThat(driver.effects.getLast())
        .isEqualTo(new Effect.WakeAt(Effect.Timer.REMINDER, nextReminder(driver)));
  }

  @Test
  void each_request_begins_when_a_person_is_asked_and_keeps_its_time() {
    asks(ConversationDriver.blocked(), RequestKind.DECISION);
    ConversationDriver unknown = ConversationDriver.unknown();
    assertThat(unknown.incident.orElseThrow().details().requests().open())
        .as("the provider is being asked")
        .isEmpty();
    asks(unknown.jobEnds(new Outcome.Unknown("It can't tell.")), RequestKind.DECISION);
    asks(ConversationDriver.verifying(), RequestKind.CHECK);
    ConversationDriver signing = ConversationDriver.awaitingSignOff();
    Instant since = asks(signing, RequestKind.SIGNATURE).since();
    signing.bot(
        (at, by) -> new Command.DeliveryFailed(at, by, "a post", "is_archived", Optional.empty()));
    assertThat(asks(signing, RequestKind.SIGNATURE).since()).isEqualTo(since);
    signing.signsRolledBack(REQUESTER);
    assertThat(asks(signing, RequestKind.SIGNATURE).since()).isAfter(since);
    ConversationDriver paused = ConversationDriver.rollingBack();
    paused
        .does(RESPONDER, Command.Pause::new)
        .jobEnds(SampleIncident.rolledBack("v41"))
        .is(State.Paused.class);
    asks(paused, RequestKind.DECISION);
  }

  @Nested
  class while_people_sign_there_is_a_way_back {
    @Test
    void to_the_checks_which_are_all_asked_for_again() {
      ConversationDriver signing =
          ConversationDriver.awaitingSignOff().signsRolledBack(REQUESTER).signsVerified(APPROVER);
      signing
          .does(RESPONDER, (at, by) -> new Command.ReopenVerification(at, by, " "))
          .rejected(RejectionCode.INCOMPLETE);
      signing
          .does(RESPONDER, (at, by) -> new Command.ReopenVerification(at, by, "It is still slow."))
          .is(State.Verifying.class);
      assertThat(posts(signing))
          .contains(
              "nothing is signed. @U3 has everything checked again, and what people confirmed")
          .contains("on the panel: It is still slow.");
      asks(signing, RequestKind.CHECK);
      signing.liveIsRead("v41", "7ab1").is(State.Verifying.class);
      for (int i = 0; i < 3; i++) {
        signing.probes(ProbeResult.Verdict.PASSED).is(State.Verifying.class);
      }
      signing.confirms(APPROVER, "smoke").is(State.AwaitingSignOff.class);
      asks(signing, RequestKind.SIGNATURE);
      signing
          .signsVerified(APPROVER)
          .rejected(RejectionCode.NOT_NOW)
          .does(RESPONDER, Command.RestartChecks::new)
          .rejected(RejectionCode.NOT_NOW);
    }

    @Test
    void also_from_what_was_waived() {
      ConversationDriver signing =
          ConversationDriver.verifying()
              .waives(APPROVER, "health", "unreachable")
              .waives(APPROVER, "smoke", "no time")
              .is(State.AwaitingSignOff.class);
      signing
          .does(RESPONDER, (at, by) -> new Command.ReopenVerification(at, by, "It is still slow."))
          .is(State.Verifying.class);
    }

    @Test
    void to_another_plan() {
      ConversationDriver.awaitingSignOff()
          .does(RESPONDER, Command.MakeNewPlan::new)
          .is(State.Preparing.class);
      ConversationDriver.awaitingSignOff()
          .does(RESPONDER, Command.StartNextMethod::new)
          .is(State.Preparing.class);
    }
  }

  @Nested
  class nothing_waits_without_a_clock {
    private static final LockHolder OTHER =
        new LockHolder(11, "U9", SampleIncident.START, Optional.empty(), Optional.empty());

    @Test
    void a_wait_for_another_incidents_lock() {
      ConversationDriver driver = ConversationDriver.rollingBack();
      String job = driver.job();
      driver.bot((at, by) -> new Command.LockRefused(at, by, job, OTHER)).accepted();
      Instant since = asks(driver, RequestKind.LOCK).since();
      fires(driver, nextReminder(driver));
      assertThat(posts(driver))
          .contains("@U1: “API” still waits for INC-11 to let go of its lock, for 1 min 40 s.");
      LockHolder next =
          new LockHolder(13, "U9", SampleIncident.START, Optional.empty(), Optional.empty());
      driver.bot((at, by) -> new Command.LockRefused(at, by, job, next)).accepted();
      assertThat(request(driver, RequestKind.LOCK).since()).isEqualTo(since);
      driver.bot((at, by) -> new Command.LockGranted(at, by, job)).accepted();
      assertThat(open(driver)).isEmpty();
    }

    @Test
    void a_job_that_waits_for_a_person_at_its_provider_also_while_another_step_failed() {
      ConversationDriver driver = SituationExamples.together();
      String api = running(driver, "api");
      String site = running(driver, "site");
      driver.bot((at, by) -> new Command.JobWaits(at, by, site, "Approve it.", Optional.empty()));
      assertThat(posts(driver)).contains("“Site” waits. Approve it.");
      Instant since = asks(driver, RequestKind.PROVIDER_WAIT).since();
      driver.bot((at, by) -> new Command.JobWaits(at, by, api, "Approve it.", Optional.empty()));
      driver.bot((at, by) -> SampleIncident.finished(at, by, api, REFUSED));
      assertThat(open(driver)).containsExactly(RequestKind.PROVIDER_WAIT);
      assertThat(request(driver, RequestKind.PROVIDER_WAIT).since()).isEqualTo(since);
      fires(driver, nextReminder(driver));
      assertThat(posts(driver))
          .contains("“Site” still waits for a person who acts at its provider, for 5 min.");
      driver.bot((at, by) -> new Command.JobWaitOver(at, by, site));
      assertThat(open(driver)).isEmpty();
    }

    @Test
    void a_proposal_until_somebody_answers_it() {
      ConversationDriver driver =
          ConversationDriver.proposed(TriggerMode.PROPOSE).is(State.Proposed.class);
      asks(driver, RequestKind.PROPOSAL);
      fires(driver, nextReminder(driver));
      assertThat(driver.effects)
          .filteredOn(Effect.Post.class::isInstance)
          .last()
          .isInstanceOfSatisfying(
              Effect.Post.class,
              post -> {
                assertThat(post.destination()).isEqualTo(Effect.Destination.INCIDENTS);
                assertThat(post.text().plainText())
                    .contains(
                        "INC-12 proposes a rollback of",
                        "and nobody has answered, for",
                        "The card above has the buttons.");
              });
      driver.does(
          RESPONDER, (at, by) -> new ProposalCommand.NotNow(at, by, Duration.ofMinutes(30)));
      assertThat(open(driver)).as("put off").isEmpty();
      driver.now = driver.now.plus(Duration.ofMinutes(31));
      driver.bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPOSAL));
      assertThat(request(driver, RequestKind.PROPOSAL).since()).isEqualTo(driver.now);
      driver.does(RESPONDER, ProposalCommand.WatchProposal::new);
      assertThat(open(driver)).isEmpty();
    }

    @Test
    void a_relapse_until_it_is_reopened_closed_or_over() {
      ConversationDriver driver = ConversationDriver.resolved();
      for (int i = 0; i < 3; i++) {
        driver.probes(ProbeResult.Verdict.FAILED);
      }
      driver.liveIsRead("v41", "7ab1");
      Instant since = asks(driver, RequestKind.RELAPSE).since();
      driver.probes(ProbeResult.Verdict.PASSED).probes(ProbeResult.Verdict.FAILED);
      assertThat(request(driver, RequestKind.RELAPSE).since()).isEqualTo(since);
      fires(driver, nextReminder(driver));
      assertThat(posts(driver))
          .contains(
              "@U1: Something has changed again after RESOLVED, and nobody has reopened or closed"
                  + " it, for 1 min 40 s.");
      for (int i = 0; i < 3; i++) {
        driver.probes(ProbeResult.Verdict.PASSED);
      }
      assertThat(open(driver)).as("it is over").isEmpty();
    }

    @Test
    void a_post_that_slack_refused_until_it_is_posted_and_for_a_time_after_the_end() {
      ConversationDriver driver = refused(ConversationDriver.blocked());
      Instant since = asks(driver, RequestKind.DELIVERY).since();
      fires(driver, since.plus(Duration.ofMinutes(5)));
      assertThat(posts(driver))
          .contains("Stakeholders in #support still lack a post that Slack refused, for 5 min.");
      driver.bot((at, by) -> new Command.StakeholderPostDelivered(at, by, "#support"));
      assertThat(open(driver)).doesNotContain(RequestKind.DELIVERY);
      refused(driver.does(RESPONDER, (at, by) -> new Command.Cancel(at, by, "Fixed forward")));
      for (int i = 0; i < 4; i++) {
        asks(driver, RequestKind.DELIVERY);
        fires(driver, nextReminder(driver));
      }
      assertThat(open(driver)).as("nobody is asked for ever").isEmpty();
    }

    private ConversationDriver refused(ConversationDriver driver) {
      return driver.bot((at, by) ->
          new Command.DeliveryFailed(
              at,
              by,
              "the post to #support",
              "Slack answers is_archived",
              Optional.of(new UndeliveredPost("#support", Effect.StakeholderNotice.UPDATE))));
    }

    private List<RequestKind> open(ConversationDriver driver) {
      return driver.incident.orElseThrow().details().requests().open().stream()
          .map(PersonRequest::kind)
          .toList();
    }

    private String running(ConversationDriver driver, String step) {
      return ((StepRun.Running) driver.incident.orElseThrow().step(step).orElseThrow().status())
          .job();
    }
  }

  @Nested
  class deadlines {
    @Test
    void a_passed_deadline_is_told_once_in_any_state_before_the_end() {
      for (ConversationDriver driver :
          List.of(
              ConversationDriver.awaitingApproval(),
              ConversationDriver.propagating(),
              ConversationDriver.blocked(),
              ConversationDriver.awaitingSignOff())) {
        deadlineFires(driver);
        deadlineFires(driver);
        assertThat(driver.events.stream().filter(Event.DeadlinePassed.class::isInstance))
            .as("in %s", driver.state())
            .hasSize(1);
        assertThat(posts(driver)).contains("The deadline has passed.");
      }
    }

    @Test
    void a_deadline_that_passes_after_the_end_is_told_when_it_is_reopened() {
      ConversationDriver driver = ConversationDriver.resolved();
      deadlineFires(driver);
      assertThat(posts(driver)).doesNotContain("The deadline has passed.");
      driver.does(REQUESTER, (at, by) -> new Command.Reopen(at, by, "it came back"));
      assertThat(driver.effects)
          .filteredOn(new Effect.WakeAt(Effect.Timer.DEADLINE, deadline(driver))::equals)
          .hasSize(2);
      deadlineFires(driver);
      assertThat(posts(driver)).contains("The deadline has passed.");
    }
  }

  @Nested
  class inconclusive {
    @Test
    void after_its_limit_a_person_decides_and_may_count_it_as_failed() {
      ConversationDriver driver =
          ConversationDriver.verifying().probes(ProbeResult.Verdict.INCONCLUSIVE);
      assertThat(asked(driver)).isFalse();
      fires(driver, driver.now.plus(Duration.ofMinutes(6)));
      assertThat(asked(driver)).isTrue();
      assertThat(posts(driver))
          .contains("“API health” gives no usable answer, so a person decides");
      counts(driver).is(State.Verifying.class);
      assertThat(result(driver).verdict()).isEqualTo(ProbeResult.Verdict.FAILED);
      driver.probes(ProbeResult.Verdict.INCONCLUSIVE);
      assertThat(result(driver).verdict()).isEqualTo(ProbeResult.Verdict.FAILED);
      asks(driver, RequestKind.DECISION);
      counts(driver).rejected(RejectionCode.NOT_NOW);
      driver.probes(ProbeResult.Verdict.PASSED);
      assertThat(result(driver).verdict()).isEqualTo(ProbeResult.Verdict.PASSED);
      driver.does(RESPONDER, Command.StartNextMethod::new).is(State.Preparing.class);
    }

    @Test
    void measuring_again_gives_it_its_whole_time_again() {
      ConversationDriver driver =
          ConversationDriver.verifying().probes(ProbeResult.Verdict.INCONCLUSIVE);
      Instant since = request(driver, RequestKind.INCONCLUSIVE_PROBE).since();
      fires(driver, driver.now.plus(Duration.ofMinutes(6)));
      driver.does(RESPONDER, Command.RestartChecks::new).accepted();
      assertThat(asked(driver)).isFalse();
      assertThat(request(driver, RequestKind.INCONCLUSIVE_PROBE).since()).isAfter(since);
    }

    @Test
    void while_people_sign_there_are_all_three_ways_on() {
      ConversationDriver signing = ConversationDriver.awaitingSignOff();
      counts(signing).rejected(RejectionCode.NOT_NOW);
      signing.does(RESPONDER, Command.RestartChecks::new).rejected(RejectionCode.NOT_NOW);
      signing.probes(ProbeResult.Verdict.INCONCLUSIVE).is(State.AwaitingSignOff.class);
      fires(signing, signing.now.plus(Duration.ofMinutes(6)));
      assertThat(asked(signing)).isTrue();
      signing
          .does(RESPONDER, Command.RestartChecks::new)
          .accepted()
          .is(State.AwaitingSignOff.class);
      counts(signing).is(State.Verifying.class);
      assertThat(posts(signing)).contains("counted “API health” as failed: it never answers");
      ConversationDriver waived =
          ConversationDriver.awaitingSignOff().probes(ProbeResult.Verdict.INCONCLUSIVE);
      waived.waives(APPROVER, "health", "unreachable").accepted();
      asks(waived, RequestKind.SIGNATURE);
    }

    private ConversationDriver counts(ConversationDriver driver) {
      return driver.does(
          RESPONDER, (at, by) -> new Command.CountAsFailed(at, by, "health", "it never answers"));
    }

    private boolean asked(ConversationDriver driver) {
      return driver.incident.orElseThrow().details().requests().asksAbout("health");
    }

    private ProbeResult result(ConversationDriver driver) {
      return ((State.Measuring) driver.state())
          .results()
          .probe("health")
          .orElseThrow()
          .lastResult()
          .orElseThrow();
    }
  }

  private static void fires(ConversationDriver driver, Instant at) {
    driver.now = at.minusSeconds(1);
    driver.bot((now, by) -> new Command.TimerFired(now, by, Effect.Timer.REMINDER));
  }

  private static void deadlineFires(ConversationDriver driver) {
    driver.now = deadline(driver).plusSeconds(1);
    driver.bot((now, by) -> new Command.TimerFired(now, by, Effect.Timer.DEADLINE));
  }

  private static Instant deadline(ConversationDriver driver) {
    return driver.incident.orElseThrow().details().deadline().orElseThrow();
  }

  private static Instant nextReminder(ConversationDriver driver) {
    return driver.incident.orElseThrow().details().requests().nextReminder().orElseThrow();
  }

  private static PersonRequest request(ConversationDriver driver, RequestKind kind) {
    return driver.incident.orElseThrow().details().requests().open().stream()
        .filter(r -> r.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  private static PersonRequest asks(ConversationDriver driver, RequestKind kind) {
    PersonRequest request = request(driver, kind);
    assertThat(driver.effects)
        .anyMatch(e -> e instanceof Effect.WakeAt w && w.timer() == Effect.Timer.REMINDER);
    return request;
  }

  private static String posts(ConversationDriver driver) {
    return driver.postedText();
  }
}
