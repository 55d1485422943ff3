package dev.rollbackbot.story.jobs;

import static dev.rollbackbot.story.fixture.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.fixture.SandboxUsers.REQUESTER;

import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.ModalInput;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A runbook whose service Actions deploys, and the stand-in for GitHub in real time. */
public final class DeployedEnvironment implements AutoCloseable {
  public static final String GOOD = "a".repeat(40);
  public static final String BAD = "b".repeat(40);

  public final GitHubFixture github;
  private final Path runbooks;

  public DeployedEnvironment(Path folder) throws Exception {
    github = GitHubFixture.inRealTime();
    Instant now = Instant.now();
    github.standIn.environment().deployed(GOOD, now.minusSeconds(172_800), true);
    github.standIn.environment().deployed(BAD, now.minusSeconds(3600), true);
    runbooks = Files.createDirectory(folder.resolve("environment-runbooks"));
    String text = Files.readString(Path.of("src/test/resources/runbooks/small.yaml"));
    Files.writeString(
        runbooks.resolve("shop.yaml"),
        text.replace("id: small", "id: shop")
            .replace(
                "kind: worker",
                "kind: github_environment\n    compare:"
                    + " \"https://github.com/shop/web/compare/{from}...{to}\"")
            .replace(
                "{resource: web-live, address: \"https://web.example.com\"}",
                "{resource: shop/web/deploy.yml@production}")
            .replaceAll("(?s)  - id: logs\n.*?\n\n", "\n")
            .replaceAll("(?s)  probes:\n.*?  checks:", "  checks:")
            .replace("from: [health, seen]", "from: [seen]")
            .replace("propagation: 1m", "propagation: 1s"));
  }

  /** The bot's settings for it. */
  public Map<String, String> settings() {
    Map<String, String> all = new HashMap<>(github.settings());
    all.put("RUNBOOKS", runbooks.toString());
    return all;
  }

  public void fault(String id) {
    github.standIn.setFault(id, true);
  }

  /** How often a start reached GitHub, whatever became of it. */
  public int dispatches() {
    return github.calls("POST", "/dispatches").size();
  }

  /** An incident in which the rollback to the earlier commit waits for approval. */
  public static IncidentConversation planned(SandboxUsers users) {
    users.types(REQUESTER, INCIDENTS, "/rollback shop");
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Nobody can pay")));
    IncidentConversation incident = new IncidentConversation(users, users.channel("inc-1-shop"));
    incident.reads("stands; it goes to approval");
    incident.presses(REQUESTER, "Done");
    incident.reads("*Waiting for approval*");
    return incident;
  }

  /** The same, and it was approved. */
  public static IncidentConversation approved(SandboxUsers users) {
    IncidentConversation incident = planned(users);
    incident.approved();
    return incident;
  }

  @Override
  public void close() {
    github.close();
  }
}
