package dev.rollbackbot.story;

import static dev.rollbackbot.Waiting.await;
import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runbooks are read again when their files change; open incidents keep theirs. */
final class ChangedRunbooksStoryTest {
  @Test
  void a_valid_change_is_taken_and_an_invalid_one_leaves_what_was_read_before(@TempDir Path folder)
      throws IOException {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ -> Map.of("RUNBOOKS", FastRunbook.runbooks(folder).toString()))) {
      Path file = theFile(folder);
      String text = Files.readString(file);
      SandboxUsers users = fixture.sandboxUsers();
      RawSlackRequests requests = RawSlackRequests.to(fixture);
      IncidentConversation incident = IncidentConversation.planned(users, 1);

      Files.writeString(file, text.replace("name: Factory Feature", "name: Factory Lines"));
      await().until(() -> help(users).contains("Factory Lines"));
      assertThat(incident.text()).contains("Factory Feature").doesNotContain("Factory Lines");

      Files.writeString(file, text.replace("kind: pages", "kind: page"));
      await().until(() -> requests.get("/readyz").body().contains("did you mean \"pages\""));
      assertThat(requests.get("/readyz").status()).isEqualTo(200);
      assertThat(requests.get("/readyz").body()).contains("the earlier ones stay");
      assertThat(help(users)).contains("Factory Lines");
      users.types(REQUESTER, INCIDENTS, "/rollback list");
      assertThat(users.ephemerals(REQUESTER, INCIDENTS).getLast())
          .contains("Changed on disk, and can't be used so*. What was read before stays in use:")
          .contains("did you mean")
          .doesNotContain("*Can't be used*");

      Files.delete(file);
      await().until(() -> requests.get("/readyz").body().contains("holds no .yaml file"));
      assertThat(help(users)).contains("Factory Lines");

      Files.writeString(file, text);
      await().until(() -> requests.get("/readyz").body().contains("runbooks: 1 in use"));
      assertThat(help(users)).contains("Factory Feature");
    }
  }

  @Test
  void a_form_that_promised_privacy_keeps_it_although_the_runbook_has_changed(@TempDir Path folder)
      throws IOException {
    try (SandboxFixture fixture =
        SandboxFixture.quick(
            Path.of("manifest.yml"),
            _ -> Map.of("RUNBOOKS", FastRunbook.runbooks(folder).toString()))) {
      Path file = theFile(folder);
      String text = Files.readString(file);
      Files.writeString(file, text.concat("\nvisibility: private\n"));
      SandboxUsers users = fixture.sandboxUsers();
      fixture.restart();
      users.types(REQUESTER, INCIDENTS, "/rollback factory");
      assertThat(users.modal(REQUESTER).toString()).contains("Private: only who is invited");
      Files.writeString(file, text.replace("name: Factory Feature", "name: Factory Lines"));
      await().until(() -> help(users).contains("Factory Lines"));
      users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
      users.reads(REQUESTER, INCIDENTS, "INC-1 · Private incident · open");
      assertThat(users.messages(SandboxUsers.STAKEHOLDER, INCIDENTS).toString())
          .doesNotContain("Factory pages answer 500", "Factory Lines");
    }
  }

  private static Path theFile(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).findFirst().orElseThrow();
    }
  }

  private static String help(SandboxUsers users) {
    users.types(REQUESTER, INCIDENTS, "/rollback help");
    return users.ephemerals(REQUESTER, INCIDENTS).getLast();
  }
}
