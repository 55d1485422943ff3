package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Buttons and forms that were shown before the incident moved on, and came back to that state. */
final class OutdatedClicksTest {
  private static final String MOVED_ON = "INC-1 has moved on since. Nothing was done.";

  private static List<String> recorded(SandboxFixture fixture, String type) {
    return BotDatabase.column(
        fixture, "select actor from incident_event where type = '" + type + "'");
  }

  @Test
  void an_item_or_a_cancellation_shown_before_a_reopening_does_not_count_after_it() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      String done = users.value(REQUESTER, incident.channel(), "Done");
      String cancel = users.value(REQUESTER, incident.channel(), "Cancel…");
      incident.presses(REQUESTER, "Done");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      incident.says(REQUESTER, "It came back…", "500 again");
      incident.reads("4 of 5 done");

      requests.posts(RawSlackRequests.click(RESPONDER, incident.channel(), "done_item", done));
      incident.isTold(RESPONDER, MOVED_ON);
      assertThat(
              requests
                  .posts(RawSlackRequests.submission(RESPONDER, "dialog:cancel", cancel, text()))
                  .body())
          .contains(MOVED_ON);
      assertThat(recorded(fixture, "ItemDone")).doesNotContain(RESPONDER);
      assertThat(recorded(fixture, "IncidentCancelled")).isEmpty();
      incident.presses(REQUESTER, "Done");
      incident.approved();
    }
  }

  @Test
  void closing_belongs_to_what_was_seen_and_not_to_a_relapse_that_was_told_since() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      String close = users.value(REQUESTER, incident.channel(), "Close…");
      users.fault("someone-deploys", true);
      incident.reads("turned bad after all, 3 times in a row");
      assertThat(
              requests
                  .posts(RawSlackRequests.submission(RESPONDER, "dialog:close", close, text()))
                  .body())
          .contains(MOVED_ON);
      assertThat(recorded(fixture, "IncidentClosed")).isEmpty();
      incident.presses(APPROVER, "Close…");
      users.submits(APPROVER, Map.of());
      incident.reads("*Closed: rolled back, then something changed again*");
    }
  }

  private static JsonObject text() {
    return Json.createObjectBuilder()
        .add("text", Json.createObjectBuilder().add("text", ModalInput.text("It is over")))
        .build();
  }
}
