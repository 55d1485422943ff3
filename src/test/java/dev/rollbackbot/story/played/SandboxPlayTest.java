package dev.rollbackbot.story.played;

import static dev.rollbackbot.story.fixture.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rollbackbot.SandboxFixture;
import dev.rollbackbot.cli.SandboxPlay;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.UsualRollback;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where runbooks can't be played as they are written. */
final class SandboxPlayTest {
  private static final Path EXAMPLES = Path.of("docs/runbooks");

  @TempDir Path folder;

  private SandboxFixture play(String... names) throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    for (String name : names) {
      String text = Files.readString(EXAMPLES.resolve(name + ".yaml"));
      // A probe's limit must not fail a test on a busy machine.
      Files.writeString(
          own.resolve(name + ".yaml"),
          text.replace("propagation: 1m", "propagation: 1s")
              .replace("interval: 5s", "interval: 1s")
              .replace("path: /health,", "path: /health, within: 2m,"));
    }
    return SandboxFixture.playing(SandboxPlay.read(own, Map.of(), false));
  }

  private static IncidentConversation declared(SandboxUsers users, String runbook, int items) {
    users.types(REQUESTER, SandboxUsers.INCIDENTS, "/rollback " + runbook);
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident =
        new IncidentConversation(users, users.channel("inc-1-" + runbook));
    for (int open = items; open > 0; open--) {
      users.seesButtons(REQUESTER, incident.channel(), "Done", open);
      incident.presses(REQUESTER, "Done");
    }
    return incident;
  }

  private static JsonObject backend(SandboxUsers users) {
    return users.sees(REQUESTER).getJsonObject("backend");
  }

  @Test
  void a_program_is_not_run_and_says_so() throws Exception {
    try (SandboxFixture fixture = play("helm")) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("programs-fail", true);
      IncidentConversation incident = declared(users, "helm", 2);
      incident.presses(REQUESTER, "Choose…");
      users.submits(REQUESTER, Map.of("input:revision", ModalInput.text("3")));
      incident.reads("*Waiting for approval*");
      incident.presses(APPROVER, incident.approve());
      incident.reads("The sandbox runs no programs: nothing was done, and this stand-in fails");
      incident.reads("*Step 1 failed");
      assertThat(backend(users).getJsonObject("played").getBoolean("programsRun")).isFalse();
    }
  }

  @Test
  void what_a_service_and_the_sites_do_is_told_and_tried_again() throws Exception {
    try (SandboxFixture fixture = play("gitlab")) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("http-down", true);
      users.fault("sites-stay-bad", true);
      IncidentConversation incident = approved(users);
      incident.reads("(HTTP 503)");
      incident.reads("*Step 1 failed");
      users.fault("http-down", false);
      users.fault("http-runs-fail", true);
      incident.presses(REQUESTER, "Retry");
      incident.reads("state failed");
      users.fault("http-runs-fail", false);
      users.fault("http-strange-state", true);
      incident.presses(REQUESTER, "Retry");
      incident.reads("state somewhere-else, which the runbook does not list");
      users.fault("http-strange-state", false);
      incident.reads("*Checking*");
      incident.reads("✗ The shop is healthy");
      users.fault("sites-stay-bad", false);
      users.fault("sites-repaired", true);
      UsualRollback.toTheEnd(users, incident.channel());
    }
  }

  @Test
  void a_start_whose_answer_is_lost_is_found_and_followed() throws Exception {
    try (SandboxFixture fixture = play("gitlab")) {
      SandboxUsers users = fixture.sandboxUsers();
      users.fault("http-lose-answer-once", true);
      IncidentConversation incident = approved(users);
      incident.reads("nobody knows yet whether it worked");
      incident.reads("*Checking*");
    }
  }

  /** Of the example for GitLab. */
  private static IncidentConversation approved(SandboxUsers users) {
    IncidentConversation incident = declared(users, "gitlab", 1);
    incident.presses(REQUESTER, "Choose…");
    users.submits(REQUESTER, Map.of("input:version", ModalInput.text("1.4.2")));
    incident.reads("*Waiting for approval*");
    incident.presses(APPROVER, incident.approve());
    return incident;
  }

  @Test
  void what_is_wrong_with_runbooks_is_told_as_the_bot_tells_it() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    Files.writeString(own.resolve("a.yaml"), "format: 1\nid: a\n");
    assertThatThrownBy(() -> SandboxPlay.read(own, Map.of(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no runbook that can be played")
        .hasMessageContaining("a.yaml:1:1: error: ");
    Files.copy(EXAMPLES.resolve("helm.yaml"), own.resolve("helm.yaml"));
    SandboxPlay play = SandboxPlay.read(own, Map.of(), false);
    assertThat(play.problems()).anyMatch(line -> line.contains("a.yaml:1:1: error: "));
    assertThat(play.played().programs()).isEqualTo(List.of("helm"));
  }
}
