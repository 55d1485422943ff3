package dev.rollbackbot.incident.timeline;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.GoldenFile;
import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.CloseReason;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RejectionCode;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.drill.DrillIncident;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.SignOff.PostMortemRule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Drafts of post-mortems, as whole documents that a person has read. */
@Pure
final class PostMortemTest {
  private static PostMortem draft(ConversationDriver driver) {
    return PostMortem.draft(
        driver.events, Optional.empty(), text -> text.replace("hunter2", "***"));
  }

  private static List<Effect.AttachPostMortem> attached(ConversationDriver driver) {
    return driver.effects.stream()
        .filter(Effect.AttachPostMortem.class::isInstance)
        .map(Effect.AttachPostMortem.class::cast)
        .toList();
  }

  @Nested
  class a_document {
    @Test
    void of_a_usual_rollback() {
      GoldenFile.check("post-mortems/usual.md", draft(ConversationDriver.resolved()).markdown());
    }

    @Test
    void of_a_partly_rolled_back_incident_with_a_second_draft() {
      ConversationDriver driver =
          ConversationDriver.unknown()
              .jobEnds(new Outcome.Unknown("The provider can't tell."))
              .does(RESPONDER, (at, by) -> new Command.RetryStep(at, by, "api", 1))
              .jobEnds(SampleIncident.rolledBack("v41"))
              .jobEnds(
                  new Outcome.Failed(
                      Outcome.FailureKind.REFUSED, "10007", "Refused | `2`", Optional.empty()))
              .does(
                  RESPONDER,
                  (at, by) -> new Command.SkipStep(at, by, "site", "Not affected, # see <b>"))
              .is(State.Propagating.class);
      driver.now = driver.now.plus(Duration.ofMinutes(2));
      driver
          .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
          .probes(Verdict.INCONCLUSIVE)
          .probes(Verdict.FAILED)
          .waives(APPROVER, "health", "The probe's host is down")
          .confirms(APPROVER, "smoke")
          .is(State.AwaitingSignOff.class)
          .signsRolledBack(REQUESTER)
          .signsVerified(APPROVER)
          .liveIsRead("v41", "9f2c")
          // The site had not been read before, so what was signed has changed.
          .is(State.AwaitingSignOff.class)
          .signsRolledBack(REQUESTER)
          .signsVerified(APPROVER)
          .liveIsRead("v41", "9f2c")
          .is(State.Resolved.class)
          .does(
              RESPONDER,
              (at, by) -> new Command.Close(at, by, CloseReason.ROLLED_BACK, "Site is separate"))
          .does(RESPONDER, Command.DraftPostMortem::new)
          .accepted();
      assertThat(attached(driver)).hasSize(2);
      GoldenFile.check("post-mortems/partly.md", draft(driver).markdown());
    }

    @Test
    void of_a_critical_incident_with_break_glass_and_a_missed_deadline() {
      ConversationDriver driver =
          new ConversationDriver()
              .declared(true, Severity.CRITICAL)
              .surveyEnds(SampleIncident.surveyed())
              .is(State.AwaitingApproval.class);
      driver.now = driver.now.plus(Duration.ofMinutes(20));
      driver
          .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.REMINDER))
          .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.DEADLINE))
          .does(
              RESPONDER,
              (at, by) ->
                  new Command.BreakGlass(at, by, driver.plan().hash(), "Nobody else is awake"))
          .jobEnds(SampleIncident.rolledBack("v41"))
          .jobEnds(SampleIncident.rolledBack("7ab1"))
          .does(
              RESPONDER,
              (at, by) -> new Command.SkipItem(at, by, "screenshot", "The dashboard is down"))
          .is(State.Propagating.class);
      driver.now = driver.now.plus(Duration.ofMinutes(2));
      driver
          .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
          .probes(Verdict.PASSED)
          .probes(Verdict.PASSED)
          .probes(Verdict.PASSED)
          .confirms(APPROVER, "smoke")
          .signsRolledBack(REQUESTER)
          .signsVerified(APPROVER)
          .liveIsRead("v41", "7ab1")
          .is(State.Resolved.class);
      GoldenFile.check("post-mortems/critical.md", draft(driver).markdown());
    }

    @Test
    void of_a_cancelled_rollback_claims_no_ending() {
      ConversationDriver driver =
          ConversationDriver.awaitingApproval()
              .does(
                  REQUESTER, (at, by) -> new Command.Cancel(at, by, "It was the network, hunter2"))
              .does(REQUESTER, Command.DraftPostMortem::new)
              .accepted();
      assertThat(attached(driver)).hasSize(1);
      assertThat(draft(driver).markdown())
          .contains(
              "It was the network, \\*\\*\\*",
              "Nobody signed that it is over.",
              "No plan was carried out.",
              "| Recovery | not known |")
          .doesNotContain("not over yet", "was resolved", "not yet");
    }
  }

  @Nested
  class a_draft {
    @Test
    void is_made_at_the_end_for_the_severities_that_the_runbook_names() {
      assertThat(attached(ConversationDriver.resolved()))
          .singleElement()
          .satisfies(effect -> assertThat(effect.asked()).isPresent());
    }

    @Test
    void is_not_made_by_itself_for_a_drill() {
      ConversationDriver drill = DrillIncident.resolved(DrillIncident.awaitingApproval());
      assertThat(attached(drill)).isEmpty();
      drill.does(REQUESTER, Command.DraftPostMortem::new);
      assertThat(draft(drill).number()).isEqualTo(1);
      assertThat(draft(drill).markdown()).startsWith("> **DRILL");
    }

    @Test
    void is_not_made_by_itself_for_other_severities() {
      Runbook runbook =
          SmallRunbook.draftingFor(SampleIncident.runbook(), List.of(Severity.CRITICAL));
      ConversationDriver driver =
          new ConversationDriver()
              .does(
                  REQUESTER,
                  (at, by) ->
                      new Command.Declare(
                          at,
                          by,
                          new IncidentId(12),
                          runbook,
                          SampleIncident.declaration(true, Severity.HIGH)))
              .surveyEnds(SampleIncident.surveyed())
              .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""));
      assertThat(attached(DrillIncident.resolved(driver))).isEmpty();
    }

    @Test
    void that_is_delivered_late_is_what_was_asked_for() {
      ConversationDriver driver = ConversationDriver.resolved();
      PostMortem first = draft(driver);
      Optional<Instant> asked = attached(driver).getFirst().asked();
      driver.does(RESPONDER, (at, by) -> new Command.Reopen(at, by, "500 again")).accepted();
      assertThat(PostMortem.draft(driver.events, asked, text -> text)).isEqualTo(first);
    }

    @Test
    void has_a_number_and_says_what_is_new() {
      ConversationDriver driver = ConversationDriver.resolved();
      for (int i = 0; i < 3; i++) {
        driver.probes(Verdict.FAILED);
      }
      driver.liveIsRead("v43", "7ab1").does(REQUESTER, Command.DraftPostMortem::new);
      PostMortem second = draft(driver);
      assertThat(second.number()).isEqualTo(2);
      assertThat(second.markdown().substring(second.markdown().indexOf("### After ")))
          .contains("API runs v43 now")
          .doesNotContain("signed “rolled back by”");
    }

    @Test
    void is_refused_while_the_incident_goes_on() {
      ConversationDriver.rollingBack()
          .does(REQUESTER, Command.DraftPostMortem::new)
          .rejected(RejectionCode.NOT_NOW);
    }
  }

  @Nested
  class markdown {
    private static final Instant LATE = Instant.parse("2026-03-28T23:30:00Z");

    private static String of(RichText text) {
      return new MarkdownText(ZoneOffset.UTC, Map.of("U1", List.of("lead")), t -> t).of(text);
    }

    @Test
    void formats_nothing_that_a_person_wrote() {
      assertThat(of(RichText.EMPTY.quote("# a *b* [c](http://d) <e> `f` ~~g~~ _h_ snake_case")))
          .isEqualTo(
              "\\# a \\*b\\* \\[c\\](http://d) \\<e> \\`f\\` \\~\\~g\\~\\~ \\_h\\_ snake_case");
    }

    @Test
    void says_what_a_person_did_and_keeps_what_is_bold() {
      assertThat(of(RichText.EMPTY.person("U1").text(" chose *7f3a* :warning: now")))
          .isEqualTo("@U1 (lead) chose **7f3a** now");
    }

    @Test
    void shows_the_local_time_with_its_day_where_that_is_another_one() {
      MarkdownText berlin = new MarkdownText(ZoneId.of("Europe/Berlin"), Map.of(), text -> text);
      assertThat(berlin.time(LATE))
          .isEqualTo("2026-03-28 23:30:00 UTC (2026-03-29 00:30:00 Europe/Berlin)");
      // Two hours ahead from the change of clocks on.
      assertThat(berlin.time(LATE.plus(Duration.ofHours(3))))
          .isEqualTo("2026-03-29 02:30:00 UTC (04:30:00 Europe/Berlin)");
    }

    @Test
    void in_a_table_has_no_bar_and_no_line_break() {
      assertThat(
              new MarkdownText(ZoneOffset.UTC, Map.of(), text -> text)
                  .cell(RichText.EMPTY.quote("a | b\nc")))
          .isEqualTo("a \\| b c");
    }
  }

  @Test
  void the_rule_keeps_its_own_severities() {
    assertThat(PostMortemRule.DEFAULT.severities()).containsExactly(Severity.values());
  }
}
