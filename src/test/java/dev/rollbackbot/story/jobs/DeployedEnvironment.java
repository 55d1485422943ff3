package dev.rollbackbot.story.jobs;

import dev.rollbackbot.story.fixture.IncidentConversation;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.story.fixture.ShopRunbook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** A runbook whose service Actions deploys, with two commits between what is live and the last. */
public final class DeployedEnvironment extends GitHubRunbook {
  public static final String GOOD = "a".repeat(40);
  public static final String BAD = "b".repeat(40);
  static final String BETWEEN = "c".repeat(40);

  private static final String REVERT =
      """
            - id: revert
              title: Revert on main
              run:
                provider: github
                repository: shop/web
                workflow: deploy.yml
                ref: main
                with: {version: "{commits}"}
              inputs:
                - {id: commits, title: Commits, commits: true}
              timeout: 10m
              expected: main is as before
              way_back: Revert the revert.
      """;

  private DeployedEnvironment(Path folder, String text) throws Exception {
    super(folder, text);
    Instant now = Instant.now();
    github.standIn.pulls().push("main", GOOD, "Cart with prices");
    github.standIn.pulls().push("main", BETWEEN, "Payment in one step");
    github.standIn.pulls().push("main", BAD, "Faster payment");
    github.standIn.environment().deployed(GOOD, now.minusSeconds(172_800), true);
    github.standIn.environment().deployed(BAD, now.minusSeconds(3600), true);
  }

  public DeployedEnvironment(Path folder) throws Exception {
    this(folder, text("\n    compare: \"https://git.example.com/web/{from}...{to}\"", ""));
  }

  /** Its runbook names no address to compare commits, and its second step asks for commits. */
  static DeployedEnvironment withCommits(Path folder) throws Exception {
    return new DeployedEnvironment(folder, text("", REVERT));
  }

  private static String text(String ofService, String steps) throws IOException {
    return ShopRunbook.of("github_environment" + ofService, "shop/web/deploy.yml@production")
        .replace("expected: It works\n", "expected: It works\n" + steps);
  }

  /** An incident in which the rollback to the earlier commit was approved. */
  public static IncidentConversation approved(SandboxUsers users) {
    IncidentConversation incident = planned(users);
    incident.approved();
    return incident;
  }
}
