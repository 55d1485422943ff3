package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.BotDatabase;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A slash command acts on the incident that it names, and asks when two are meant. */
final class IncidentWordsTest {
  @Test
  void a_word_never_acts_on_another_incident_than_the_one_that_was_typed() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation first = IncidentConversation.declared(users, 1, Map.of());
      IncidentConversation second = declaredInStaging(users);

      await().alias("a member of the channel").until(() -> reads(users, second, "status inc-1"));
      second.isTold(REQUESTER, "INC-1");
      users.types(REQUESTER, second.channel(), "/rollback log INC-1");
      second.isTold(REQUESTER, "*Log of INC-1*");

      users.types(REQUESTER, second.channel(), "/rollback cancel INC-1 not needed");
      second.isTold(
          REQUESTER,
          "Nothing was cancelled: you typed INC-1, and this is the channel of INC-2."
              + " Which one do you mean?");
      users.types(REQUESTER, second.channel(), "/rollback cancel INC-99 not needed");
      second.isTold(REQUESTER, "There is no INC-99.");
      users.types(REQUESTER, INCIDENTS, "/rollback cancel not needed");
      IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "more than one is open");
      assertThat(users.count(REQUESTER, INCIDENTS, "Cancel INC-2…")).isEqualTo(1);
      assertThat(cancelled(fixture)).isEmpty();

      second.presses(REQUESTER, "Cancel INC-1…");
      assertThat(users.modal(REQUESTER).toString()).contains("Cancel INC-1", "not needed");
      users.submits(REQUESTER, Map.of());
      first.reads("is cancelled");
      assertThat(cancelled(fixture)).containsExactly("1");
      assertThat(first.text()).contains("not needed");

      users.types(REQUESTER, INCIDENTS, "/rollback cancel it is over");
      IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "INC-2 is cancelled.");
      assertThat(cancelled(fixture)).containsExactly("1", "2");

      users.types(STAKEHOLDER, INCIDENTS, "/rollback post-mortem INC-1");
      IncidentConversation.isTold(users, STAKEHOLDER, INCIDENTS, "Only members of");
      users.types(REQUESTER, INCIDENTS, "/rollback post-mortem INC-1");
      IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "A new draft of the post-mortem");
      first.reads("(file post-mortem-inc-1-draft-1.md");
    }
  }

  @Test
  void with_its_id_an_incident_is_cancelled_from_anywhere_and_the_id_is_no_reason() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation first = IncidentConversation.declared(users, 1, Map.of());
      IncidentConversation second = declaredInStaging(users);
      users.types(REQUESTER, INCIDENTS, "/rollback cancel inc-2: not needed");
      IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "INC-2 is cancelled.");
      assertThat(cancelled(fixture)).containsExactly("2");
      second.reads("not needed");
      assertThat(second.text()).doesNotContainIgnoringCase("inc-2: not needed");
      users.types(REQUESTER, first.channel(), "/rollback cancel INC-1 a false start");
      first.reads("a false start");
      assertThat(cancelled(fixture)).containsExactly("1", "2");
    }
  }

  private static boolean reads(SandboxUsers users, IncidentConversation where, String words) {
    return users.types(REQUESTER, where.channel(), "/rollback " + words).getBoolean("ok");
  }

  /** While the first one is open in another environment. */
  private static IncidentConversation declaredInStaging(SandboxUsers users) {
    users.types(REQUESTER, INCIDENTS, "/rollback factory staging");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Staging answers 500")));
    return new IncidentConversation(users, users.channel("inc-2-factory"));
  }

  private static List<String> cancelled(SandboxFixture fixture) {
    return BotDatabase.column(
        fixture,
        "select incident from incident_event where type = 'IncidentCancelled' order by incident");
  }
}
