package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.rollback.VersionMark;
import dev.rollbackbot.incident.text.VerifiedVersions;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which versions a rollback marks as good or bad. */
@Pure
final class VersionMarksTest {
  @Test
  void a_step_that_worked_records_its_duration_and_marks_no_version_yet() {
    ConversationDriver driver =
        ConversationDriver.rollingBack().jobEnds(SampleIncident.rolledBack("v41"));
    assertThat(driver.effects)
        .contains(new Effect.RecordRollback("shop-api", Duration.ofSeconds(4)))
        .noneMatch(Effect.MarkVersions.class::isInstance);
  }

  @Test
  void a_verified_rollback_marks_what_it_rolled_away_from_as_bad_and_its_targets_as_good() {
    assertThat(marks(ConversationDriver.resolved()))
        .containsExactly(
            "BAD shop-api id-v42",
            "GOOD shop-api id-v41",
            "BAD shop-site id-9f2c",
            "GOOD shop-site id-7ab1");
  }

  @Test
  void what_came_back_with_the_signed_versions_live_takes_its_marks_back() {
    ConversationDriver driver = ConversationDriver.resolved();
    driver.does(REQUESTER, (at, by) -> new Command.Reopen(at, by, "500 again"));
    assertThat(driver.effects).contains(new Effect.WithdrawMarks());
  }

  @Test
  void a_relapse_that_is_told_takes_the_marks_back_though_nobody_reopens_it() {
    assertThat(relapsed("v41", "7ab1").effects).contains(new Effect.WithdrawMarks());
    assertThat(relapsed("", "7ab1").effects).contains(new Effect.WithdrawMarks());
    assertThat(relapsed("v43", "7ab1").effects).contains(new Effect.WithdrawMarks());
  }

  @Test
  void a_relapse_of_other_versions_says_nothing_about_those_that_were_signed() {
    assertThat(relapsed("v43", "8c1d").effects).doesNotContain(new Effect.WithdrawMarks());
  }

  @Test
  void another_version_that_is_told_takes_no_mark_back() {
    ConversationDriver driver = ConversationDriver.resolved();
    driver.now = driver.now.plus(Duration.ofMinutes(5));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.WATCH))
        .liveIsRead("v43", "7ab1");
    assertThat(driver.events).last().isInstanceOf(Event.ChangedAfterResolved.class);
    assertThat(driver.effects).doesNotContain(new Effect.WithdrawMarks());
  }

  private static ConversationDriver relapsed(String api, String site) {
    return ConversationDriver.resolved()
        .probes(Verdict.FAILED)
        .probes(Verdict.FAILED)
        .probes(Verdict.FAILED)
        .liveIsRead(api, site)
        .is(State.Resolved.class);
  }

  @Test
  void a_rollback_with_a_waived_probe_marks_nothing() {
    ConversationDriver driver =
        ConversationDriver.verifying()
            .waives(APPROVER, "health", "flaky")
            .confirms(APPROVER, "smoke")
            .signsRolledBack(REQUESTER)
            .signsVerified(APPROVER)
            .liveIsRead("v41", "7ab1")
            .is(State.Resolved.class);
    assertThat(marks(driver)).isEmpty();
  }

  @Test
  void probes_that_passed_before_show_no_help_so_only_people_can() {
    assertThat(marks(helped(ConversationDriver.awaitingApproval().probes(Verdict.PASSED))))
        .isEmpty();
  }

  @Test
  void probes_that_are_not_known_to_have_failed_before_show_no_help_either() {
    assertThat(marks(helped(ConversationDriver.awaitingApproval()))).isEmpty();
    assertThat(marks(helped(ConversationDriver.awaitingApproval().probes(Verdict.INCONCLUSIVE))))
        .isEmpty();
    assertThat(marks(helped(ConversationDriver.awaitingApproval().probes(Verdict.FAILED))))
        .isNotEmpty();
  }

  /** Its probe passes after the rollback, and nobody confirms a check. */
  private static ConversationDriver helped(ConversationDriver driver) {
    String plan = driver.plan().hash();
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, plan))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"));
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    return driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .waives(APPROVER, "smoke", "no time")
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .liveIsRead("v41", "7ab1")
        .is(State.Resolved.class);
  }

  @Test
  void the_marks_of_a_private_incident_do_not_say_what_it_was_about() {
    ConversationDriver driver = ConversationDriver.resolved();
    Incident incident = driver.incident.orElseThrow();
    Declaration was = incident.details().declaration();
    Declaration hidden =
        new Declaration(
            was.environment(),
            was.observed(),
            was.description(),
            was.affectingUsers(),
            was.severity(),
            was.detectedAt(),
            was.lead(),
            was.method(),
            was.beganAt(),
            Optional.of(Visibility.PRIVATE),
            Optional.empty());
    Incident resolved = incident.with(incident.details().withDeclaration(hidden, driver.now));
    assertThat(VerifiedVersions.marks(resolved, driver.now).orElseThrow().marks())
        .extracting(VersionMark::reason)
        .containsOnly("a private incident");
  }

  private static List<String> marks(ConversationDriver driver) {
    return driver.effects.stream()
        .filter(Effect.MarkVersions.class::isInstance)
        .flatMap(e -> ((Effect.MarkVersions) e).marks().stream())
        .map(m -> m.verdict() + " " + m.resource() + " " + m.version())
        .toList();
  }
}
