package dev.rollbackbot.incident;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;
import static dev.rollbackbot.incident.SampleIncident.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.assessment.SignOffContent;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The second signature counts for what its person saw, whatever happens while it is read for. */
@Pure
final class SignedTwiceTest {
  private static final String CHANGED = "API runs v43 now, which is not what was verified";

  @Test
  void what_was_decided_while_a_form_was_open_is_not_signed_by_it() {
    ConversationDriver driver =
        new ConversationDriver()
            .declared(true, Severity.CRITICAL)
            .surveyEnds(SampleIncident.surveyed());
    String hash = driver.plan().hash();
    driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, hash))
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"));
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .is(State.AwaitingSignOff.class);
    String shown = driver.shownToSign();
    driver.incident.orElseThrow().details().checklist().entries().stream()
        .filter(entry -> !entry.status().doneOrSkipped())
        .forEach(entry ->
            driver
                .does(
                    APPROVER,
                    (at, by) -> new Command.SkipItem(at, by, entry.item().id(), "no need"))
                .accepted());
    driver
        .does(REQUESTER, (at, by) -> new Command.SignRolledBack(at, by, shown))
        .rejected(RejectionCode.STALE)
        .signsRolledBack(REQUESTER)
        .accepted();
  }

  @Test
  void a_change_is_found_although_another_service_could_not_be_read_in_the_same_round() {
    ConversationDriver driver = signed().liveIsRead("v43", "");
    assertThat(driver.postedText()).contains(CHANGED);
    driver.is(State.Verifying.class);
  }

  @Test
  void a_change_is_found_although_the_round_before_could_not_read_that_service() {
    ConversationDriver driver = signed().liveIsRead("", "7ab1").is(State.AwaitingSignOff.class);
    assertThat(driver.postedText()).contains("What is live of API can't be read");
    verifies(driver).liveIsRead("v43", "7ab1").is(State.Verifying.class);
    assertThat(driver.postedText()).contains(CHANGED).doesNotContain("RESOLVED");
  }

  @Test
  void a_change_is_found_although_a_probe_turned_bad_while_it_was_read() {
    ConversationDriver driver = signed().probes(Verdict.FAILED).is(State.Verifying.class);
    driver.liveIsRead("v43", "7ab1");
    assertThat(driver.postedText()).contains(CHANGED);
    driver
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .is(State.Verifying.class);
  }

  @Test
  void each_changed_service_is_told() {
    ConversationDriver driver = signed().liveIsRead("v43", "9f2c").is(State.Verifying.class);
    assertThat(driver.postedText()).contains(CHANGED, "Site runs 9f2c now");
  }

  @Test
  void a_waiver_given_after_the_signature_is_signed_again() {
    ConversationDriver driver =
        signed()
            .probes(Verdict.INCONCLUSIVE)
            .waives(RESPONDER, "health", "it is flaky")
            .accepted()
            .liveIsRead("v41", "7ab1")
            .is(State.AwaitingSignOff.class);
    assertThat(driver.postedText())
        .contains("A check was waived after it was given.")
        .doesNotContain("RESOLVED");
    assertThat(driver.postedText())
        .contains("The signature “rolled back by” of @U1 does not count any more");
    driver.signsVerified(APPROVER).rejected(RejectionCode.NOT_NOW);
    driver.signsRolledBack(REQUESTER);
    verifies(driver).liveIsRead("v41", "7ab1").is(State.Resolved.class);
    assertThat(driver.postedText()).contains("Waived: “API health”");
  }

  @Test
  void a_change_is_found_although_the_signature_did_not_count_any_more_when_it_was_read() {
    ConversationDriver driver =
        signed()
            .probes(Verdict.INCONCLUSIVE)
            .waives(RESPONDER, "health", "it is flaky")
            .liveIsRead("v43", "7ab1");
    assertThat(driver.postedText()).contains(CHANGED);
  }

  @Test
  void a_form_opened_before_another_version_went_live_signs_nothing() {
    ConversationDriver driver = signed();
    String seen = driver.shownToSign();
    driver
        .liveIsRead("v43", "7ab1")
        .is(State.Verifying.class)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .is(State.AwaitingSignOff.class)
        .does(REQUESTER, (at, by) -> new Command.SignRolledBack(at, by, seen))
        .rejected(RejectionCode.STALE)
        .signsRolledBack(REQUESTER)
        .does(
            APPROVER,
            (at, by) -> new Command.SignVerified(at, by, seen, LocalDate.parse("2026-03-04")))
        .rejected(RejectionCode.STALE);
    verifies(driver).liveIsRead("v43", "7ab1").is(State.Resolved.class);
  }

  @Test
  void a_check_of_what_was_live_before_is_not_confirmed_for_what_is_live_now() {
    ConversationDriver driver = signed();
    String seen = SignOffContent.live(driver.incident.orElseThrow().details());
    driver
        .liveIsRead("v43", "7ab1")
        .is(State.Verifying.class)
        .does(APPROVER, (at, by) -> new Command.ConfirmCheck(at, by, seen, "smoke", ""))
        .rejected(RejectionCode.STALE)
        .confirms(APPROVER, "smoke")
        .accepted();
  }

  @Test
  void a_signature_for_what_was_seen_before_a_waiver_does_not_count() {
    ConversationDriver driver =
        ConversationDriver.awaitingSignOff()
            .signsRolledBack(REQUESTER)
            .probes(Verdict.INCONCLUSIVE);
    String seen = driver.shownToSign();
    driver
        .waives(RESPONDER, "health", "it is flaky")
        .does(
            APPROVER,
            (at, by) -> new Command.SignVerified(at, by, seen, LocalDate.parse("2026-03-04")))
        .rejected(RejectionCode.STALE);
  }

  @Test
  void the_first_signature_does_not_count_for_a_waiver_that_was_given_after_it() {
    ConversationDriver driver =
        ConversationDriver.awaitingSignOff()
            .signsRolledBack(REQUESTER)
            .probes(Verdict.INCONCLUSIVE)
            .waives(RESPONDER, "health", "it is flaky");
    assertThat(driver.events).last().isInstanceOf(Event.FirstSignatureVoided.class);
    driver.signsVerified(APPROVER).rejected(RejectionCode.NOT_NOW);
    verifies(driver.signsRolledBack(REQUESTER));
  }

  @Test
  void a_waiver_for_what_was_live_before_does_not_count_for_what_is_live_now() {
    ConversationDriver driver =
        ConversationDriver.verifying()
            .waives(RESPONDER, "health", "it is flaky")
            .waives(RESPONDER, "smoke", "no time")
            .is(State.AwaitingSignOff.class)
            .signsRolledBack(REQUESTER);
    String seen = SignOffContent.live(driver.incident.orElseThrow().details());
    verifies(driver).liveIsRead("v43", "9f2c").is(State.Verifying.class);
    assertThat(driver.postedText())
        .containsOnlyOnce("and so is what was waived: “API health”, “Smoke tests pass”.");
    driver
        .does(RESPONDER, (at, by) -> new Command.WaiveCheck(at, by, seen, "health", "it is flaky"))
        .rejected(RejectionCode.STALE)
        .waives(RESPONDER, "health", "it is flaky there too")
        .is(State.Verifying.class)
        .confirms(APPROVER, "smoke")
        .is(State.AwaitingSignOff.class);
  }

  private static ConversationDriver signed() {
    return verifies(ConversationDriver.awaitingSignOff().signsRolledBack(REQUESTER));
  }

  private static ConversationDriver verifies(ConversationDriver driver) {
    return driver.signsVerified(APPROVER).accepted();
  }
}
