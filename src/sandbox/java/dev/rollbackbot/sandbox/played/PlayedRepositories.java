package dev.rollbackbot.sandbox.played;

import dev.rollbackbot.sandbox.github.GitHubStandIn;
import dev.rollbackbot.sandbox.github.actions.ActionsRepository;
import dev.rollbackbot.sandbox.github.actions.RunTimings;
import dev.rollbackbot.sandbox.github.actions.WorkflowFile;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedKind;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedPulls;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedService;
import dev.rollbackbot.sandbox.played.PlayedRunbooks.PlayedWorkflow;
import dev.rollbackbot.sandbox.shop.Shop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repositories at GitHub that played runbooks name. */
final class PlayedRepositories {
  private final Map<String, List<WorkflowFile>> files = new LinkedHashMap<>();
  private final Map<String, Set<String>> checks = new LinkedHashMap<>();

  private PlayedRepositories() {}

  /** A service that a workflow deploys. */
  record DeployedBy(String repository, String file, String environment) {
    private static final Pattern RESOURCE =
        Pattern.compile("([^/]+/[^/]+)/([^/@+]+\\.ya?ml)(?:\\+[^/@]+)?@(.+)");

    /** Empty: it is another kind of service, or its name says no such thing. */
    static Optional<DeployedBy> of(PlayedService service) {
      Matcher matcher = RESOURCE.matcher(service.resource());
      return service.kind() == PlayedKind.GITHUB_ENVIRONMENT && matcher.matches()
          ? Optional.of(new DeployedBy(matcher.group(1), matcher.group(2), matcher.group(3)))
          : Optional.empty();
    }
  }

  static List<GitHubStandIn> of(
      PlayedRunbooks runbooks, String token, boolean fast, InstantSource clock) {
    PlayedRepositories named = new PlayedRepositories();
    runbooks.services().stream()
        .flatMap(each -> DeployedBy.of(each).stream())
        .forEach(named::deploys);
    runbooks.workflows().forEach(named::runs);
    runbooks.pulls().forEach(named::merges);
    List<GitHubStandIn> all = new ArrayList<>();
    named.files.forEach((name, workflows) ->
        all.add(
            GitHubStandIn.of(
                Shop.GITHUB,
                token,
                ActionsRepository.named(
                    name,
                    workflows,
                    named.checks.getOrDefault(name, Set.of()),
                    all.size(),
                    RunTimings.of(fast),
                    clock),
                clock)));
    return List.copyOf(all);
  }

  private void deploys(DeployedBy service) {
    add(
        service.repository(),
        service.file(),
        List.of("version"),
        List.of("Deploy"),
        "Deploy ${{ inputs.version }} (${{ inputs.correlation }})",
        service.environment());
  }

  private void runs(PlayedWorkflow workflow) {
    String name = workflow.file().replaceFirst("\\.ya?ml$", "");
    add(
        workflow.repository(),
        workflow.file(),
        workflow.inputs(),
        workflow.jobs().isEmpty() ? List.of("Deploy") : workflow.jobs(),
        name + " (${{ inputs.correlation }})",
        WorkflowFile.PRODUCTION);
  }

  private void merges(PlayedPulls pulls) {
    var _ = files.computeIfAbsent(pulls.repository(), _ -> new ArrayList<>());
    checks.computeIfAbsent(pulls.repository(), _ -> new LinkedHashSet<>()).addAll(pulls.checks());
  }

  /** One that several name is as the first of them says. */
  private void add(
      String repository,
      String file,
      List<String> inputs,
      List<String> jobs,
      String runName,
      String environment) {
    List<WorkflowFile> known = files.computeIfAbsent(repository, _ -> new ArrayList<>());
    if (known.stream().anyMatch(each -> each.file().equals(file))) {
      return;
    }
    known.add(
        new WorkflowFile(
            known.size() + 1L,
            file,
            file.replaceFirst("\\.ya?ml$", ""),
            runName,
            true,
            Stream.concat(inputs.stream(), Stream.of("correlation"))
                .distinct()
                .map(input -> new WorkflowFile.WorkflowInput(input, false, List.of()))
                .toList(),
            jobs,
            environment));
  }
}
