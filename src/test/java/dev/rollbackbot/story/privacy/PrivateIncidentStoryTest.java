package dev.rollbackbot.story.privacy;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static dev.rollbackbot.story.fixture.SandboxUsers.RESPONDER;
import static dev.rollbackbot.story.fixture.SandboxUsers.STAKEHOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A private incident: what who is not in its channel gets to see. */
final class PrivateIncidentStoryTest {
  /** What was typed, which runbook, which environment, which step: nothing of it leaves. */
  private static final List<String> DETAILS =
      List.of("Factory", "factory", "answer 500", "sandbox_", "gateway", "no longer needed");

  private static final String STAKEHOLDERS = "C0PRODUCT";

  private static final String CLAIM =
      """

        claims:
          - text: The team was told
            otherwise: The team was not told
            from: [notify-team]
      """;

  @TempDir Path folder;

  private static Stream<JsonObject> channels(SandboxUsers users, String user) {
    return users.sees(user).getJsonArray("channels").getValuesAs(JsonObject.class).stream();
  }

  /** All that the bot has posted where that person can read it. */
  private static String read(SandboxUsers users, String user) {
    StringBuilder out = new StringBuilder();
    channels(users, user)
        .map(channel -> channel.getString("id"))
        .forEach(channel -> out.append(users.messages(user, channel)).append('\n'));
    return out.toString();
  }

  private static void endsWithoutDetails(SandboxUsers users, IncidentConversation incident) {
    incident.reads("4 of 5 done");
    incident.reads("told only that a private incident is open");
    assertThat(channels(users, REQUESTER).map(c -> c.getString("id"))).contains(incident.channel());
    for (String user : List.of(APPROVER, RESPONDER, STAKEHOLDER)) {
      assertThat(channels(users, user).map(c -> c.getString("id")))
          .doesNotContain(incident.channel());
    }
    users.reads(STAKEHOLDER, INCIDENTS, "INC-1 · Private incident · open");

    users.types(RESPONDER, INCIDENTS, "/rollback list");
    IncidentConversation.isTold(users, RESPONDER, INCIDENTS, "1 private, shown in their channels");
    users.types(APPROVER, INCIDENTS, "/rollback status");
    IncidentConversation.isTold(
        users,
        APPROVER,
        INCIDENTS,
        "Nothing is open that is shown here. 1 private, shown in their channels only.");
    users.types(APPROVER, INCIDENTS, "/rollback factory sandbox");
    IncidentConversation.isTold(
        users, APPROVER, INCIDENTS, "INC-1 is open already for this. INC-1 is private.");
    users.types(APPROVER, INCIDENTS, "/rollback log INC-1");
    IncidentConversation.isTold(users, APPROVER, INCIDENTS, "INC-1 is private.");
    users.types(STAKEHOLDER, INCIDENTS, "/rollback cancel INC-1 because");
    IncidentConversation.isTold(users, STAKEHOLDER, INCIDENTS, "INC-1 is private.");
    users.types(REQUESTER, INCIDENTS, "/rollback list");
    IncidentConversation.isTold(users, REQUESTER, INCIDENTS, "INC-1 · factory");

    users.types(REQUESTER, incident.channel(), "/rollback cancel no longer needed");
    incident.reads("Cancelled");
    users.reads(STAKEHOLDER, INCIDENTS, "INC-1 · Private incident · over");
    await().until(() -> read(users, STAKEHOLDER).contains("INC-1, a private incident, is over."));
    String everything = read(users, STAKEHOLDER);
    DETAILS.forEach(detail -> assertThat(everything).doesNotContain(detail));
  }

  @Test
  void chosen_in_the_form_it_stays_in_its_private_channel() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      endsWithoutDetails(
          users, IncidentConversation.declared(users, 1, Map.of("visibility", "PRIVATE")));
    }
  }

  @Test
  void a_runbook_may_make_all_its_incidents_private() {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"), _ -> Map.of("RUNBOOKS", privateRunbook().toString()))) {
      SandboxUsers users = fixture.sandboxUsers();
      endsWithoutDetails(users, IncidentConversation.declared(users, 1, Map.of()));
    }
  }

  @Test
  void it_is_rolled_back_and_signed_by_who_was_invited_and_others_read_only_that_it_is_over() {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"), _ -> Map.of("RUNBOOKS", privateRunbook().toString()))) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident = IncidentConversation.declared(users, 1, Map.of());
      incident.reads("4 of 5 done");
      fixture.sandbox().slackFaults().enter(incident.channel(), APPROVER);
      incident.presses(REQUESTER, "Done");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      // The card told nobody what it is about.
      incident.reads("✗ The team was not told");
      incident.reads("✓ Factory endpoints disabled");
      users.reads(STAKEHOLDER, INCIDENTS, "INC-1 · Private incident · over");
      users.reads(STAKEHOLDER, STAKEHOLDERS, "INC-1, a private incident, is over.");
      othersReadNoDetails(users);
      assertThat(IncidentConversation.rollbacks(users)).hasSize(3);
    }
  }

  @Test
  void a_broken_glass_is_told_in_its_channel_and_to_nobody_else() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(
              users, 1, Map.of("visibility", "PRIVATE", "severity", "CRITICAL"));
      incident.reads("*Waiting for approval*");
      assertThat(incident.says(REQUESTER, "Break glass…", "Ransom note on a server").toString())
          .contains("\"ok\":true");
      incident.reads("*Break-glass.*");
      incident.reads("Ransom note on a server");
      // What an incident has to say is sent in order: what came before this has been posted.
      incident.reads("*Checking*");
      incident.reads("glass broken by");
      users.types(APPROVER, INCIDENTS, "/rollback log INC-1");
      IncidentConversation.isTold(users, APPROVER, INCIDENTS, "INC-1 is private.");
      othersReadNoDetails(users);
      for (String user : List.of(APPROVER, RESPONDER, STAKEHOLDER)) {
        assertThat(channels(users, user).map(c -> c.getString("id")))
            .doesNotContain(incident.channel());
        assertThat(read(users, user))
            .doesNotContain("Ransom", "glass", "<!subteam^", "<@" + REQUESTER);
      }
      assertThat(users.messages(STAKEHOLDER, INCIDENTS).toString())
          .contains("INC-1 · Private incident · open");
    }
  }

  @Test
  void each_time_its_channel_is_archived_that_is_said_once_without_details_and_nothing_moves() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("visibility", "PRIVATE"));
      IncidentConversation there = new IncidentConversation(users, INCIDENTS);
      incident.reads("4 of 5 done");
      // The panel overtakes it, and Slack refuses a file for another reason than a post.
      incident.reads("(file logs-");
      fixture.sandbox().slackFaults().archive(incident.channel(), true);
      incident.presses(REQUESTER, "Done");
      users.reads(STAKEHOLDER, INCIDENTS, "INC-1, a private incident: Slack refused");
      there.reads("Somebody must unarchive that channel.");
      there.reads("What is to be posted in its channel waits until then.");
      fixture.sandbox().slackFaults().archive(incident.channel(), false);
      incident.reads("*Waiting for approval*");
      incident.reads("is ready. Someone in");
      assertThat(incident.text()).doesNotContain("must unarchive");
      there.saysOnce("must unarchive");
      fixture.sandbox().slackFaults().archive(incident.channel(), true);
      users.types(REQUESTER, INCIDENTS, "/rollback cancel INC-1 no longer needed");
      await().until(() -> there.text().split("must unarchive", -1).length == 3);
      othersReadNoDetails(users);
    }
  }

  @Test
  void a_file_that_its_channel_does_not_take_is_not_named_elsewhere() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("visibility", "PRIVATE"));
      incident.reads("4 of 5 done");
      fixture.sandbox().slackFaults().enter(incident.channel(), APPROVER);
      incident.presses(REQUESTER, "Done");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      incident.reads("RESOLVED: Factory Feature rolled back");
      fixture.sandbox().slackFaults().restrict(incident.channel(), true);
      requests.posts(RawSlackRequests.click(REQUESTER, incident.channel(), "post_mortem", "1"));
      users.reads(STAKEHOLDER, INCIDENTS, "INC-1, a private incident: Slack refused a file");
      assertThat(read(users, STAKEHOLDER)).doesNotContain("post-mortem-inc-1");
    }
  }

  @Test
  void that_it_is_over_is_taken_back_when_it_is_reopened() {
    try (SandboxFixture fixture = SandboxFixture.quick()) {
      SandboxUsers users = fixture.sandboxUsers();
      IncidentConversation incident =
          IncidentConversation.declared(users, 1, Map.of("visibility", "PRIVATE"));
      incident.reads("4 of 5 done");
      fixture.sandbox().slackFaults().enter(incident.channel(), APPROVER);
      incident.presses(REQUESTER, "Done");
      incident.approved();
      UsualRollback.toTheEnd(users, incident.channel());
      users.reads(STAKEHOLDER, STAKEHOLDERS, "INC-1, a private incident, is over.");
      users.reads(STAKEHOLDER, INCIDENTS, "INC-1 · Private incident · over");
      incident.says(REQUESTER, "It came back…", "no longer needed");
      users.reads(STAKEHOLDER, STAKEHOLDERS, "INC-1, a private incident, is open again.");
      users.reads(STAKEHOLDER, INCIDENTS, "INC-1 · Private incident · open");
      othersReadNoDetails(users);
    }
  }

  @Test
  void without_the_scope_for_its_channel_that_is_said_and_it_begins_nowhere_else()
      throws IOException {
    Path manifest =
        Files.writeString(
            folder.resolve("manifest.yml"),
            Files.readString(Path.of("manifest.yml")).replaceAll(" +- groups:write .*\n", ""));
    try (SandboxFixture fixture = SandboxFixture.quick(manifest, _ -> Map.of())) {
      SandboxUsers users = fixture.sandboxUsers();
      users.types(REQUESTER, INCIDENTS, "/rollback factory");
      JsonObject form = users.modal(REQUESTER);
      users.submits(
          REQUESTER,
          Map.of(
              "description",
              ModalInput.text("Factory pages answer 500"),
              "visibility",
              ModalInput.option(form, "visibility", "PRIVATE")));
      users.reads(STAKEHOLDER, INCIDENTS, "Slack refused a private channel for it");
      users.reads(STAKEHOLDER, INCIDENTS, "add it and install the app again");
      new IncidentConversation(users, INCIDENTS).saysOnce("Slack refused");
      othersReadNoDetails(users);
    }
  }

  private static void othersReadNoDetails(SandboxUsers users) {
    for (String user : List.of(STAKEHOLDER, RESPONDER)) {
      String everything = read(users, user);
      DETAILS.forEach(detail -> assertThat(everything).doesNotContain(detail));
    }
  }

  /** One of its claims stands on what the bot tells the team. */
  private Path privateRunbook() {
    try {
      Path runbooks = FastRunbook.runbooks(folder);
      Path file = runbooks.resolve("factory.yaml");
      Files.writeString(
          file,
          Files.readString(file).replace("\n  claims:\n", CLAIM).concat("\nvisibility: private\n"));
      return runbooks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
