package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service that a workflow deploys to an environment, as a runbook names it: {@code
 * shop/web/rollback.yml@production}.
 *
 * @param workflow the file of the workflow that deploys an earlier version
 */
record EnvironmentName(String repository, String workflow, String environment) {
  /** The input of the workflow that gets the commit to deploy. */
  static final String VERSION = "version";

  private static final Pattern RESOURCE =
      Pattern.compile("([^/@]+/[^/@]+)/([^/@]+\\.ya?ml)@([A-Za-z0-9][A-Za-z0-9._/-]{0,99})");

  static EnvironmentName of(String resource, GitHubOptions options) throws ProviderReadException {
    Matcher matcher = RESOURCE.matcher(resource);
    if (!matcher.matches()) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "no-environment",
          "“%s” names no workflow and environment, as shop/web/rollback.yml@production does."
              .formatted(resource));
    }
    if (!options.allows(matcher.group(1))) {
      throw new ProviderReadException(
          FailureKind.REFUSED,
          "repository-not-allowed",
          "%s does not list “%s”.".formatted(GitHubOptions.REPOSITORIES, matcher.group(1)));
    }
    return new EnvironmentName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  String path() {
    return "/repos/" + repository;
  }
}
