package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A runbook of the shop, and the stand-in for GitHub in real time. */
public abstract class GitHubRunbook implements AutoCloseable {
  public final GitHubFixture github;
  private final Path runbooks;

  /** {@code text} of the runbook, which is written below the folder. */
  GitHubRunbook(Path folder, String text) throws Exception {
    github = GitHubFixture.inRealTime();
    runbooks = Files.createTempDirectory(folder, "runbooks");
    Files.writeString(runbooks.resolve("shop.yaml"), text);
  }

  /** The bot's settings for it. */
  public final Map<String, String> settings() {
    Map<String, String> all = new HashMap<>(github.settings());
    all.put("RUNBOOKS", runbooks.toString());
    return all;
  }

  public final void fault(String id) {
    github.standIn.setFault(id, true);
  }

  /** How often the start of a workflow reached GitHub, whatever became of it. */
  public final int dispatches() {
    return github.calls("POST", "/dispatches").size();
  }

  /** An incident of the shop. */
  static IncidentConversation declared(SandboxUsers users) {
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    return new IncidentConversation(users, users.channel("inc-1-shop"));
  }

  /** One whose plan waits for approval as it was made, because nothing is to be chosen. */
  static IncidentConversation planned(SandboxUsers users) {
    IncidentConversation incident = declared(users);
    incident.reads("stands; it goes to approval");
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");
    return incident;
  }

  @Override
  public final void close() {
    github.close();
  }
}
