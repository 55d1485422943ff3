package dev.rollbackbot.incident.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Pure;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.incident.verification.ItemStatus;
import dev.rollbackbot.runbook.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An item of the checklist that is done with a message which Slack refuses. */
@Pure
final class RefusedMessageTest {
  private static final String ITEM = "notify";

  private static ConversationDriver planned(Severity severity) {
    return new ConversationDriver()
        .does(
            SampleIncident.REQUESTER,
            (at, by) ->
                new Command.Declare(
                    at,
                    by,
                    new IncidentId(12),
                    SampleIncident.notifyingTeam(),
                    SampleIncident.declaration(true, severity)))
        .surveyEnds(SampleIncident.surveyed())
        .does(
            SampleIncident.REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.Preparing.class);
  }

  private static ConversationDriver refused(ConversationDriver driver, Effect.LiveMessage message) {
    return driver.bot((at, by) ->
        new Command.DeliveryFailed(
            at,
            by,
            "the incident's card",
            "restricted_action",
            Optional.empty(),
            Optional.of("An admin must allow the bot to post there."),
            Optional.empty(),
            Optional.of(message)));
  }

  private static boolean isAskedFor(ConversationDriver driver) {
    return driver
        .incident
        .orElseThrow()
        .details()
        .requests()
        .request(RequestKind.ITEM, ITEM)
        .isPresent();
  }

  private static ItemStatus status(ConversationDriver driver) {
    return driver.incident.orElseThrow().details().checklist().entry(ITEM).orElseThrow().status();
  }

  @Test
  void is_asked_for_and_the_approval_does_not_wait_for_it() {
    for (Severity severity : List.of(Severity.CRITICAL, Severity.HIGH)) {
      ConversationDriver driver = planned(severity);
      assertThat(isAskedFor(driver)).isFalse();
      refused(driver, Effect.LiveMessage.CARD).is(State.AwaitingApproval.class);
      assertThat(isAskedFor(driver)).isTrue();
      assertThat(status(driver)).isInstanceOf(ItemStatus.TaskFailed.class);
      assertThat(driver.postedText()).contains("must approve");
    }
  }

  @Test
  void can_be_skipped_and_is_done_as_soon_as_slack_takes_it() {
    ConversationDriver skipped = refused(planned(Severity.HIGH), Effect.LiveMessage.CARD);
    skipped
        .does(
            SampleIncident.RESPONDER,
            (at, by) -> new Command.SkipItem(at, by, ITEM, "told by phone"))
        .accepted();
    assertThat(isAskedFor(skipped)).isFalse();
    ConversationDriver taken = refused(planned(Severity.HIGH), Effect.LiveMessage.CARD);
    taken.bot((at, by) -> new Command.LiveMessagePosted(at, by, Effect.LiveMessage.CARD));
    assertThat(status(taken)).isInstanceOf(ItemStatus.Done.class);
    assertThat(isAskedFor(taken)).isFalse();
  }

  @Test
  void another_message_that_is_refused_is_not_its() {
    ConversationDriver driver = refused(planned(Severity.HIGH), Effect.LiveMessage.PANEL);
    assertThat(status(driver.is(State.Preparing.class))).isInstanceOf(ItemStatus.Open.class);
  }
}
