package dev.rollbackbot.story;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Transcript;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A drill goes the way of a rollback, and nobody outside of its channel hears of it. */
final class DrillStoryTest {
  @Test
  void it_is_rehearsed_scored_and_kept() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.types(REQUESTER, INCIDENTS, "/rollback drill factory production");
      users.reads(
          REQUESTER,
          INCIDENTS,
          "No drill of Factory Feature is opened in “production”. Its runbook allows them in");

      users.types(REQUESTER, INCIDENTS, "/rollback drill factory sandbox");
      JsonObject form = users.modal(REQUESTER);
      assertThat(form.toString()).contains("DRILL of Factory").doesNotContain("production");
      users.submits(REQUESTER, Map.of("description", ModalInput.text("We rehearse")));
      String channel = users.channel("inc-1-drill-factory");
      IncidentConversation drill = new IncidentConversation(users, channel);
      drill.reads("4 of 5 done");
      drill.presses(REQUESTER, "Done");
      drill.reads("*Waiting for approval*");
      drill.approved();
      UsualRollback.toTheEnd(users, channel);
      drill.reads("INC-1, scored.");
      drill.reads("No earlier drill of this was brought to its end");
      drill.reads("How long each part of the drill took");
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);

      drill.presses(APPROVER, "Tick a drill's item…");
      JsonObject view = users.modal(APPROVER);
      users.submits(
          APPROVER,
          Map.of(
              "choice",
              ModalInput.option(view, "choice", "0"),
              "text",
              ModalInput.text("They opened the guide")));
      drill.reads("*Drill*  6 of 6 seen");

      assertThat(posts(users, channel)).allSatisfy(post -> assertThat(post).contains("DRILL"));
      assertThat(users.messages(STAKEHOLDER, "C0PRODUCT").toString()).doesNotContain("INC-1");
      assertThat(users.messages(STAKEHOLDER, "C0SUPPORT").toString()).doesNotContain("INC-1");
      assertThat(posts(users, INCIDENTS))
          .filteredOn(post -> post.contains("INC-1"))
          .singleElement()
          .asString()
          .contains("DRILL INC-1 · Factory Feature · sandbox. This drill is over.");

      users.types(STAKEHOLDER, INCIDENTS, "/rollback drill history factory");
      users.reads(STAKEHOLDER, INCIDENTS, "DRILL INC-1 · sandbox");
      users.reads(STAKEHOLDER, INCIDENTS, "checklist 6 of 6");
    }
  }

  /** What the bot posted there for everybody. */
  private static List<String> posts(SandboxUsers users, String channel) {
    return users.messages(REQUESTER, channel).stream()
        .map(message -> Transcript.of(List.of(message)))
        .filter(text -> text.contains("[bot]"))
        .toList();
  }
}
