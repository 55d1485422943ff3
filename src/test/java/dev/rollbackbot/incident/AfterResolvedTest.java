package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.text.PostTemplates;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.text.StatusText;
import dev.rollbackbot.incident.text.WatchText;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** After RESOLVED: what is watched and told once, and posts that stakeholders missed. */
@Pure
final class AfterResolvedTest {
  private static final String RELAPSE = "“API health” turned bad after all, 3 times in a row";
  private static final String OTHER = "API runs v43 now, not v41, which was signed.";

  @Nested
  class relapse {
    @Test
    void is_told_once_after_as_many_bad_readings_as_the_pass_needed_good_ones() {
      ConversationDriver driver =
          ConversationDriver.resolved().probes(Verdict.FAILED).probes(Verdict.FAILED);
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
      driver.probes(Verdict.FAILED);
      assertThat(told(driver, RELAPSE)).isZero();
      driver.liveIsRead("v41", "7ab1");
      assertThat(told(driver, RELAPSE)).isEqualTo(2);
      assertThat(driver.postedText())
          .contains("What was signed is still live.", "“It came back…”, on the panel");
      for (int i = 0; i < 5; i++) {
        driver.probes(Verdict.FAILED);
      }
      assertThat(told(driver, RELAPSE)).isEqualTo(2);
    }

    @Test
    void names_the_deployment_and_its_author_in_the_same_post() {
      ConversationDriver driver =
          ConversationDriver.resolved()
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .liveIsRead("v43", "7ab1");
      assertThat(told(driver, RELAPSE)).isEqualTo(2);
      assertThat(told(driver, OTHER)).isEqualTo(2);
      assertThat(driver.events).filteredOn(Event.ChangedAfterResolved.class::isInstance).hasSize(1);
      later(driver, 5).liveIsRead("v43", "7ab1");
      assertThat(told(driver, OTHER)).isEqualTo(2);
    }

    @Test
    void leaves_what_was_signed_as_it_was_and_is_said_beside_it() {
      ConversationDriver driver = ConversationDriver.resolved();
      String signed = card(driver);
      assertThat(signed).contains("✓ Health checks passing");
      driver.probes(Verdict.FAILED);
      assertThat(card(driver)).isEqualTo(signed);
      driver.probes(Verdict.FAILED).probes(Verdict.FAILED).liveIsRead("v41", "7ab1");
      assertThat(card(driver))
          .startsWith(signed)
          .endsWith("Since then something has changed again. This is what was signed.");
    }

    @Test
    void is_added_to_the_last_post_to_stakeholders_and_a_blip_is_not() {
      ConversationDriver driver = ConversationDriver.resolved();
      Effect.Post ending =
          driver.effects.stream()
              .filter(Effect.Post.class::isInstance)
              .map(Effect.Post.class::cast)
              .filter(p -> p.notice().equals(Optional.of(Effect.StakeholderNotice.ENDING)))
              .findFirst()
              .orElseThrow();
      driver.probes(Verdict.INCONCLUSIVE).probes(Verdict.FAILED);
      assertThat(StakeholderPosts.late(driver.incident.orElseThrow(), ending))
          .isEqualTo(ending.text());
      assertThat(lastPost(driver)).isEqualTo(ending.text().plainText());
      driver.probes(Verdict.FAILED).probes(Verdict.FAILED).liveIsRead("v41", "7ab1");
      assertThat(lastPost(driver))
          .startsWith(ending.text().plainText())
          .endsWith("Since then something has changed again. We are looking at it.");
      assertThat(driver.effects).contains(new Effect.RefreshNotice(ending.channel()));
      driver.does(REQUESTER, (at, by) -> new Command.Reopen(at, by, "it came back")).accepted();
      assertThat(lastPost(driver)).contains("this came back afterwards");
    }

    private static String lastPost(ConversationDriver driver) {
      return StakeholderPosts.lastPost(driver.incident.orElseThrow()).orElseThrow().plainText();
    }

    @Test
    void is_told_with_a_reading_that_began_after_it() {
      ConversationDriver driver = ConversationDriver.resolved();
      later(driver, 5);
      for (int i = 0; i < 3; i++) {
        driver.probes(Verdict.FAILED);
      }
      driver.liveIsRead("v41", "7ab1");
      assertThat(driver.postedText()).doesNotContain("What was signed is still live.");
      driver.liveIsRead("v43", "7ab1");
      assertThat(told(driver, RELAPSE)).isEqualTo(2);
      assertThat(driver.postedText())
          .contains("API runs v43 now, not v41, which was signed.")
          .doesNotContain("What was signed is still live.");
    }

    @Test
    void is_said_wherever_it_is_said_how_it_ended_until_it_is_over() {
      ConversationDriver driver = ConversationDriver.resolved();
      assertThat(status(driver)).endsWith("rolled back");
      for (int i = 0; i < 3; i++) {
        driver.probes(Verdict.FAILED);
      }
      driver.liveIsRead("v41", "7ab1");
      assertThat(status(driver)).endsWith("rolled back, then something changed again");
      assertThat(
              PostTemplates.stakeholderUpdate(driver.incident.orElseThrow()).plainText()
                  + PostTemplates.postMortem(
                      driver.incident.orElseThrow(), RichText::plainText, Map.of()))
          .doesNotContainPattern("rolled back(?!, then)");
      for (int i = 0; i < 3; i++) {
        driver.probes(Verdict.PASSED);
      }
      assertThat(status(driver)).endsWith("rolled back");
    }

    private static String status(ConversationDriver driver) {
      return StatusText.status(driver.incident.orElseThrow());
    }

    private static String card(ConversationDriver driver) {
      return PostTemplates.card(driver.incident.orElseThrow()).plainText();
    }

    @Test
    void a_blip_is_not_told_and_an_inconclusive_reading_is_not_bad() {
      ConversationDriver driver =
          ConversationDriver.resolved()
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .probes(Verdict.PASSED)
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .probes(Verdict.INCONCLUSIVE)
              .probes(Verdict.INCONCLUSIVE)
              .probes(Verdict.INCONCLUSIVE)
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED);
      assertThat(driver.postedText()).doesNotContain("turned bad after all");
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
    }

    @Test
    void is_told_although_the_probe_passes_while_what_is_live_is_read() {
      ConversationDriver driver =
          ConversationDriver.resolved()
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .probes(Verdict.PASSED)
              .does(REQUESTER, Command.DraftPostMortem::new)
              .liveIsRead("v41", "7ab1");
      assertThat(told(driver, RELAPSE)).isEqualTo(2);
    }

    @Test
    void is_told_again_once_the_probe_had_recovered() {
      ConversationDriver driver = ConversationDriver.resolved();
      for (int time = 1; time <= 2; time++) {
        for (int i = 0; i < 3; i++) {
          driver.probes(Verdict.FAILED);
        }
        driver.liveIsRead("v41", "7ab1");
        assertThat(told(driver, RELAPSE)).isEqualTo(2L * time);
        for (int i = 0; i < 3; i++) {
          driver.probes(Verdict.PASSED);
        }
      }
    }

    @Test
    void a_waived_probe_has_none() {
      ConversationDriver driver =
          ConversationDriver.verifying()
              .waives(APPROVER, "health", "flaky")
              .confirms(APPROVER, "smoke")
              .signsRolledBack(REQUESTER)
              .signsVerified(APPROVER)
              .liveIsRead("v41", "7ab1")
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED)
              .probes(Verdict.FAILED);
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
    }
  }

  @Nested
  class another_version {
    @Test
    void is_told_once_for_each_deployment_and_again_after_it_had_gone() {
      ConversationDriver driver = ConversationDriver.resolved();
      later(driver, 5).liveIsRead("v41", "7ab1");
      assertThat(driver.postedText()).doesNotContain("which was signed");
      later(driver, 5).liveIsRead("v43", "7ab1");
      assertThat(told(driver, OTHER)).isEqualTo(2);
      later(driver, 5).liveIsRead("v43", "7ab1");
      assertThat(told(driver, OTHER)).isEqualTo(2);
      later(driver, 5).liveIsRead("v41", "7ab1");
      later(driver, 5).liveIsRead("v43", "7ab1");
      assertThat(told(driver, OTHER)).isEqualTo(4);
      driver.is(State.Resolved.class);
    }

    @Test
    void is_looked_for_every_five_minutes_of_an_hour() {
      ConversationDriver driver = ConversationDriver.resolved();
      int reads = 0;
      while (reads < 20 && readStarts(driver)) {
        driver.liveIsRead("v41", "7ab1");
        reads++;
      }
      assertThat(reads).isEqualTo(11);
      assertThat(driver.effects)
          .filteredOn(e -> e instanceof Effect.WakeAt wake && wake.timer() == Effect.Timer.WATCH)
          .hasSize(11);
    }

    @Test
    void a_timer_that_is_early_or_too_late_or_comes_during_a_reading_does_nothing() {
      ConversationDriver driver = ConversationDriver.resolved().bot(AfterResolvedTest::timer);
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
      later(driver, 5);
      String job = driver.incident.orElseThrow().details().live().job().orElseThrow();
      later(driver, 5);
      assertThat(driver.incident.orElseThrow().details().live().job()).contains(job);
      driver.liveIsRead("v41", "7ab1");
      later(driver, 60);
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
      driver.does(RESPONDER, (at, by) -> new Command.Reopen(at, by, "it came back"));
      later(driver, 5);
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
    }

    /** Moves the clock to the timer that was asked for last. */
    private boolean readStarts(ConversationDriver driver) {
      Effect.WakeAt wake =
          driver.effects.stream()
              .filter(e -> e instanceof Effect.WakeAt w && w.timer() == Effect.Timer.WATCH)
              .map(Effect.WakeAt.class::cast)
              .reduce((_, b) -> b)
              .orElseThrow();
      driver.now = wake.at();
      driver.bot(AfterResolvedTest::timer);
      return driver.incident.orElseThrow().details().live().job().isPresent();
    }
  }

  @Nested
  class what_can_not_be_read {
    private static final String PROBE = "“API health” could not be read since";
    private static final String SERVICE = "What is live of API could not be read since";
    private static final Duration GAP = SampleIncident.runbook().verification().longestGap();

    @Test
    void of_a_probe_is_told_once_while_it_lasts_and_stays_on_the_panel_as_long() {
      ConversationDriver driver = ConversationDriver.resolved().probes(Verdict.INCONCLUSIVE);
      driver.now = driver.now.plus(GAP.minusMinutes(1));
      driver.probes(Verdict.INCONCLUSIVE);
      assertThat(told(driver, PROBE)).isZero();
      assertThat(unread(driver)).isEmpty();
      driver.now = driver.now.plusSeconds(60);
      driver.probes(Verdict.INCONCLUSIVE);
      assertThat(told(driver, PROBE)).isEqualTo(2);
      assertThat(driver.postedText())
          .contains("Whether what was signed still holds is not known.", "“It came back…”");
      assertThat(unread(driver)).contains("Can't be read now: “API health”.");
      later(driver, 5).liveIsRead("v41", "7ab1").probes(Verdict.INCONCLUSIVE);
      assertThat(told(driver, PROBE)).isEqualTo(2);
      driver.probes(Verdict.PASSED);
      assertThat(unread(driver)).isEmpty();
    }

    @Test
    void of_a_probe_is_not_told_if_it_answers_in_time_however_it_answers() {
      ConversationDriver driver = ConversationDriver.resolved();
      for (Verdict verdict : List.of(Verdict.PASSED, Verdict.FAILED, Verdict.PASSED)) {
        driver.probes(Verdict.INCONCLUSIVE);
        driver.now = driver.now.plus(GAP.minusMinutes(1));
        driver.probes(verdict);
      }
      assertThat(told(driver, PROBE)).isZero();
    }

    @Test
    void of_a_service_is_told_with_the_reason() {
      ConversationDriver driver = ConversationDriver.resolved();
      while (told(driver, SERVICE) == 0 && driver.now.isBefore(watchUntil(driver))) {
        later(driver, 5).liveIsRead("", "7ab1");
      }
      assertThat(told(driver, SERVICE)).isEqualTo(2);
      assertThat(driver.postedText()).contains("not reached");
      assertThat(unread(driver)).contains("Can't be read now: what is live of API.");
      later(driver, 5).liveIsRead("v41", "7ab1");
      assertThat(unread(driver)).isEmpty();
    }

    @Test
    void because_the_bot_was_away_is_told_once_also_when_the_watch_is_over() {
      ConversationDriver driver = ConversationDriver.resolved();
      later(driver, 40);
      assertThat(told(driver, "The bot was away from")).isEqualTo(2);
      driver.liveIsRead("v41", "7ab1");
      later(driver, 60);
      assertThat(told(driver, "The bot was away from")).isEqualTo(4);
      later(driver, 60);
      assertThat(told(driver, "The bot was away from")).isEqualTo(4);
      assertThat(driver.incident.orElseThrow().details().live().job()).isEmpty();
    }

    private static Instant watchUntil(ConversationDriver driver) {
      return ((State.Resolved) driver.incident.orElseThrow().state()).watchUntil();
    }

    private static String unread(ConversationDriver driver) {
      return WatchText.unread(
              driver.incident.orElseThrow().details(),
              (State.Resolved) driver.incident.orElseThrow().state())
          .plainText();
    }
  }

  @Nested
  class refused_post_to_stakeholders {
    private static final String CHANNEL = "#customers";

    @Test
    void is_told_with_the_channel_and_why_and_can_be_tried_again_once() {
      ConversationDriver driver =
          ConversationDriver.awaitingApproval()
              .does(RESPONDER, Command.PostAgain::new)
              .rejected(RejectionCode.ALREADY_DONE);
      refused(driver, Effect.StakeholderNotice.FIRST);
      assertThat(driver.postedText())
          .contains(
              "The first notice to stakeholders did not reach #customers:",
              "is_archived",
              "“Post again”");
      driver
          .does(RESPONDER, Command.PostAgain::new)
          .accepted()
          .does(APPROVER, Command.PostAgain::new)
          .rejected(RejectionCode.ALREADY_DONE);
      assertThat(driver.effects).filteredOn(Effect.RepeatPost.class::isInstance).hasSize(1);
    }

    @Test
    void is_forgotten_once_a_post_has_reached_the_channel() {
      ConversationDriver driver = ConversationDriver.awaitingApproval();
      refused(driver, Effect.StakeholderNotice.FIRST)
          .bot((at, by) -> new Command.StakeholderPostDelivered(at, by, CHANNEL));
      assertThat(driver.incident.orElseThrow().details().undelivered())
          .isEqualTo(UndeliveredPosts.NONE);
      driver.does(RESPONDER, Command.PostAgain::new).rejected(RejectionCode.ALREADY_DONE);
    }

    @Test
    void is_tried_again_after_the_end_too_and_told_if_it_is_refused_again() {
      ConversationDriver driver = ConversationDriver.resolved();
      refused(driver, Effect.StakeholderNotice.ENDING).does(RESPONDER, Command.PostAgain::new);
      refused(driver, Effect.StakeholderNotice.ENDING);
      assertThat(told(driver, "The post to stakeholders about the end did not reach #customers"))
          .isEqualTo(2);
      driver
          .does(RESPONDER, Command.PostAgain::new)
          .accepted()
          .does(RESPONDER, (at, by) -> new Command.Close(at, by, CloseReason.ROLLED_BACK, ""))
          .is(State.Closed.class);
      refused(driver, Effect.StakeholderNotice.ENDING)
          .does(RESPONDER, Command.PostAgain::new)
          .accepted()
          .is(State.Closed.class);
    }

    @Test
    void the_first_notice_stays_missed_until_the_end() {
      UndeliveredPosts missed =
          UndeliveredPosts.NONE
              .with(new UndeliveredPost(CHANNEL, Effect.StakeholderNotice.FIRST))
              .with(new UndeliveredPost(CHANNEL, Effect.StakeholderNotice.UPDATE));
      assertThat(missed.notice(CHANNEL)).contains(Effect.StakeholderNotice.FIRST);
      assertThat(missed.withRepeated().refused()).isEmpty();
      assertThat(missed.refused()).isEqualTo(Set.of(CHANNEL));
    }

    private ConversationDriver refused(ConversationDriver driver, Effect.StakeholderNotice notice) {
      return driver.bot((at, by) ->
          new Command.DeliveryFailed(
              at,
              by,
              "the post to " + CHANNEL,
              "Slack answers is_archived",
              Optional.of(new UndeliveredPost(CHANNEL, notice))));
    }
  }

  private static Command timer(Instant at, Actor by) {
    return new Command.TimerFired(at, by, Effect.Timer.WATCH);
  }

  private static ConversationDriver later(ConversationDriver driver, int minutes) {
    driver.now = driver.now.plus(Duration.ofMinutes(minutes));
    return driver.bot(AfterResolvedTest::timer);
  }

  /** How many posts say that: one in the incident's channel and one under the card make two. */
  private static long told(ConversationDriver driver, String text) {
    List<Effect.Post> posts =
        driver.effects.stream()
            .filter(Effect.Post.class::isInstance)
            .map(Effect.Post.class::cast)
            .toList();
    return posts.stream().filter(p -> p.text().plainText().contains(text)).count();
  }
}
