package dev.rollbackbot.story.adverse;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** 40,000 channels and 100,000 people: nothing that a person waits for reads them. */
final class LargeWorkspaceTest {
  private static final int CHANNELS = 40_000;
  private static final int PEOPLE = 100_000;
  private static final int SEARCHED = 700;
  private static final int PAGE = 200;

  /** With what the bot calls about channels and people, by method. */
  private static Map<String, Integer> calls(SandboxUsers users) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonObject call : users.inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class)) {
      counts.merge(call.getString("method"), 1, Integer::sum);
    }
    return counts;
  }

  private static void assertNobodyIsListed(Map<String, Integer> calls) {
    assertThat(calls)
        .doesNotContainKeys("conversations.list", "users.list", "conversations.members");
  }

  @Test
  void with_an_id_in_the_settings_no_list_is_read_at_the_start_in_an_incident_or_after_a_restart() {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            sandbox -> {
              sandbox.slackFaults().grow(CHANNELS, PEOPLE);
              return Map.of("INCIDENTS_CHANNEL", INCIDENTS);
            })) {
      SandboxUsers users = fixture.sandboxUsers();
      assertThat(calls(users)).as("at the start").isEmpty();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      Map<String, Integer> first = calls(users);
      assertNobodyIsListed(first);
      assertThat(first.getOrDefault("users.conversations", 0))
          .as("" + first)
          .isLessThanOrEqualTo(2);
      assertThat(first.get("usergroups.list")).as("" + first).isLessThanOrEqualTo(2);
      assertThat(first.values().stream().mapToInt(Integer::intValue).sum())
          .as("" + first)
          .isLessThan(80);
      fixture.restart();
      incident.presses(REQUESTER, "Log");
      incident.approved();
      incident.reads("approved plan");
      assertNobodyIsListed(calls(users));
      System.out.println("LargeWorkspaceTest: first incident " + first);
    }
  }

  @Test
  void a_name_of_a_channel_that_the_bot_is_in_is_found_once_and_stored() {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            sandbox -> {
              sandbox.slackFaults().grow(CHANNELS, PEOPLE);
              return Map.of();
            })) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation.planned(users, 1);
      assertNobodyIsListed(calls(users));
      int searches = calls(users).get("users.conversations");
      fixture.restart();
      users.types(REQUESTER, INCIDENTS, "/rollback cancel INC-1 not needed");
      users.reads(REQUESTER, INCIDENTS, "cancelled");
      users.types(REQUESTER, INCIDENTS, "/rollback factory");
      users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      users.reads(REQUESTER, INCIDENTS, "INC-2");
      assertThat(calls(users).get("users.conversations")).isEqualTo(searches);
      assertNobodyIsListed(calls(users));
    }
  }

  /** At Slack's pace 40,000 take a quarter of an hour; these are four pages. */
  @Test
  void a_name_that_the_bot_must_search_everywhere_is_found_once_and_so_is_absence()
      throws Exception {
    int pages = SEARCHED / PAGE + 1;
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            sandbox -> {
              sandbox.slackFaults().grow(SEARCHED, PEOPLE);
              return Map.of();
            })) {
      Path runbook = fixture.folder().resolve("runbooks/factory.yaml");
      Files.writeString(
          runbook,
          Files.readString(runbook)
              .replaceAll(
                  "stakeholders: .*", "stakeholders: [\"#team-000700\", \"#no-such-team\"]"));
      fixture.restart();
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      // What goes there waits for the search, and nothing else does.
      await().until(() -> noticed(users));
      incident.reads("The first notice to stakeholders did not reach");
      incident.reads("no-such-team");
      Map<String, Integer> first = calls(users);
      assertThat(first).doesNotContainKeys("users.list", "conversations.members");
      assertThat(first.get("conversations.list")).as("" + first).isBetween(pages, 2 * pages);

      fixture.restart();
      users.types(REQUESTER, INCIDENTS, "/rollback cancel INC-1 not needed");
      users.reads(REQUESTER, INCIDENTS, "cancelled");
      IncidentConversation.planned(users, 2).reads("no-such-team");
      assertThat(calls(users).get("conversations.list")).isEqualTo(first.get("conversations.list"));
    }
  }

  /** The page doesn't show that channel. */
  private static boolean noticed(SandboxUsers users) {
    return users.inspect().getJsonArray("apiCalls").getValuesAs(JsonObject.class).stream()
        .anyMatch(call ->
            call.getString("method").equals("chat.postMessage")
                && call.getString("channel", "").equals("C0BULK000700")
                && call.getBoolean("ok"));
  }
}
