package dev.rollbackbot.sandbox.shop;

import dev.rollbackbot.sandbox.github.GitHubStandIn;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.RunTimings;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile.WorkflowInput;
import dev.rollbackbot.sandbox.github.actions.WorkflowRun;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first company's repository at GitHub, which has every branch, and whose workflow deploys one
 * of its services. What is deployed from main has the factory.
 */
final class FoundationRepository {
  private static final String NAME = "erlvinc/foundation";

  private static final WorkflowFile DEPLOY =
      new WorkflowFile(
          161401,
          "deploy.yml",
          "Deploy",
          "Deploy ${{ inputs.service }} to ${{ inputs.environment }} (${{ inputs.correlation }})",
          true,
          List.of(
              new WorkflowInput("service", true, List.of("gateway", "planning-machine", "ui")),
              new WorkflowInput("environment", true, List.of()),
              new WorkflowInput("correlation", false, List.of())),
          List.of("Build", "Deploy"));

  private static final Pattern DEPLOYS = Pattern.compile("Deploy (\\S+) to (\\S+) \\(.*\\)");

  private final GitHubStandIn standIn;
  private final InstantSource clock;
  private final Set<Long> deployed = new HashSet<>();

  FoundationRepository(String token, boolean fast, InstantSource clock) {
    this.clock = clock;
    standIn =
        GitHubStandIn.of(
            Shop.GITHUB,
            token,
            ActionsRepository.named(NAME, List.of(DEPLOY), Set.of(), 0, RunTimings.of(fast), clock),
            clock);
  }

  GitHubStandIn standIn() {
    return standIn;
  }

  /** Gives the listener the service and the environment of each run that has deployed by now. */
  void deploy(BiConsumer<String, String> listener) {
    for (WorkflowRun run : standIn.runs()) {
      Matcher title = DEPLOYS.matcher(run.title);
      boolean main = run.ref.equals(ActionsRepository.MAIN);
      if (title.matches() && !main && run.deploys(clock.instant()) && deployed.add(run.id)) {
        listener.accept(title.group(1), title.group(2));
      }
    }
  }
}
