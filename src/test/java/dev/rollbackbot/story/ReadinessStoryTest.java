package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.Transcript;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessLevel;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a rollback would work now: asked by people, and on the command line beside the bot. */
final class ReadinessStoryTest {
  private static final String SANDBOX = "*Factory Feature* in sandbox: ";
  private static final String EDIT_RIGHT = "may change anything is known only when it does";

  @Test
  void it_is_ready_with_caveats_until_three_things_break() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      users.types(STAKEHOLDER, INCIDENTS, "/rollback check factory sandbox");
      String caveats = read(users, "ready with caveats");
      assertThat(caveats)
          .contains("[bot, only to you]", EDIT_RIGHT, "Nothing was changed")
          .contains(
              "has 2 active members",
              "This bot is not connected to process",
              "Runbook: the contact “On-call Engineer”".replace('“', '"').replace('”', '"'))
          .doesNotContain("can't be measured", "“production”");

      IncidentConversation.planned(users, 1);
      assertThat(panel(users)).contains("Readiness", "ready with", "caveats: ");

      users.fault("provider-down", true);
      fixture.sandbox().slackFaults().archive(users.channel("product-updates"), true);
      fixture.sandbox().slackFaults().setMembers("S0ONCALL", List.of(REQUESTER));
      users.types(STAKEHOLDER, INCIDENTS, "/rollback check factory sandbox");
      assertThat(read(users, "not ready"))
          .contains(
              "*What gateway runs could not be read.",
              "if they ask for a rollback, nobody can approve it",
              "product-updates can't be posted to");

      ReadinessReport printed = fixture.readiness("factory", "sandbox").getFirst();
      assertThat(printed.level()).isEqualTo(ReadinessLevel.NOT_READY);
      assertThat(printed.problems().stream().map(ReadinessFact::subject))
          .contains("cloudflare", "plan", "approvers", "#product-updates");
      assertThat(fixture.readiness("factory", "mars")).isEmpty();
      assertThat(fixture.metrics())
          .contains("environment=\"sandbox\",result=\"not_ready\",runbook=\"factory\"} 1");
      assertThat(IncidentConversation.rollbacks(users)).isEmpty();
      assertThat(users.messages(REQUESTER, INCIDENTS).toString())
          .doesNotContain("Would a rollback work now?");
    }
  }

  @Test
  void the_checklist_is_printed_with_what_is_planned_and_a_bookmark_leads_to_it()
      throws IOException {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.planned(users, 1);
      incident.presses(REQUESTER, "Print");
      incident.reads("The checklist as it is now is a page to open and print");
      incident.reads("*Checklist on paper* of INC-1");
      incident.presses(REQUESTER, "Print");
      await().until(() -> pages(users, incident).size() == 2);
      String page = read(pages(users, incident).getLast());
      assertThat(page)
          .contains(
              "INC-1 · Factory Feature: rollback checklist",
              "Factory pages answer 500",
              "from v42 back to v41, version id ",
              "<svg class=\"qr\"",
              ">✓</span><span>Capture current deployment state <small>done ")
          .doesNotContain("wrangler rollback &lt;VERSION_ID&gt;");
      assertThat(users.sees(REQUESTER).toString().split("\"title\":\"Checklist on paper\"", -1))
          .hasSize(2);
    }
  }

  private static String read(SandboxUsers users, String result) {
    return Transcript.of(
        List.of(users.reads(STAKEHOLDER, INCIDENTS, SANDBOX + "*" + result + "*")));
  }

  private static List<URI> pages(SandboxUsers users, IncidentConversation incident) {
    return users.messages(REQUESTER, incident.channel()).stream()
        .filter(message -> message.containsKey("files"))
        .map(message -> message.getJsonArray("files").getJsonObject(0))
        .filter(file -> file.getString("name").equals("inc-1-checklist.html"))
        .map(file -> URI.create(file.getString("url")))
        .toList();
  }

  private static String read(URI file) throws IOException {
    try (InputStream page = file.toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String panel(SandboxUsers users) {
    String channel = users.channel("inc-1-factory");
    return Transcript.of(users.messages(REQUESTER, channel));
  }
}
