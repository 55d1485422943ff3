package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.github.api.GitHubClient;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.runbook.job.Placeholders;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether what the runbooks need can be read; whether it can be changed is not known before. */
record GitHubReadiness(GitHubOptions options, GitHubClient client, WorkflowRunner workflows) {
  /** Why something can't be used, in one or two sentences; empty: all can. */
  Optional<String> problem(RunbookNeeds needs) {
    return Stream.of(
            options.repositories().values().stream()
                .map(repository -> unreadable(repository, "/repos/" + repository)),
            // Which branch is meant is not known before somebody has chosen.
            needs
                .workflows()
                .filter(w -> Placeholders.of(w.ref()).isEmpty())
                .map(workflows::problem),
            needs.branches().map(this::problem),
            needs.services().stream().map(service -> problem(service.resource())))
        .flatMap(problems -> problems)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> problem(String resource) {
    try {
      EnvironmentName name = EnvironmentName.of(resource, options);
      var _ =
          client.read(
              "%s/deployments?environment=%s&per_page=1"
                  .formatted(name.path(), PullRequests.encoded(name.environment())),
              GitHubJobs.none());
      return Optional.empty();
    } catch (ProviderReadException e) {
      return Optional.of("The deployments of %s can't be read. %s".formatted(resource, e.text()));
    }
  }

  private Optional<String> problem(PullRequestBranches branches) {
    if (!options.allows(branches.repository())) {
      return Optional.of(
          "%s does not list “%s”, which a runbook names."
              .formatted(GitHubOptions.REPOSITORIES, branches.repository()));
    }
    String repository = "/repos/" + branches.repository();
    Optional<String> pulls =
        unreadable(
            "The pull requests of " + branches.repository(), repository + "/pulls?per_page=1");
    return pulls.isPresent() || !Placeholders.of(branches.base()).isEmpty()
        ? pulls
        : checks(branches, repository + "/commits/" + PullRequests.encoded(branches.base()));
  }

  /** A person's fine-grained token can't read check runs, but the jobs of Actions. */
  private Optional<String> checks(PullRequestBranches branches, String commit) {
    String what = "The checks of " + branches.repository();
    return unreadable(what, commit + "/status?per_page=1")
        .or(() ->
            unreadable(what, commit + "/check-runs?per_page=1")
                .filter(_ ->
                    branches.checks().isEmpty()
                        || unreadable(
                                what,
                                "/repos/%s/actions/runs?per_page=1"
                                    .formatted(branches.repository()))
                            .isPresent()));
  }

  private Optional<String> unreadable(String what, String path) {
    try {
      var _ = client.read(path, GitHubJobs.none());
      return Optional.empty();
    } catch (ProviderReadException e) {
      return Optional.of(what + " can't be read. " + e.text());
    }
  }
}
