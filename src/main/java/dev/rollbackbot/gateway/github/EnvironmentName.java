package dev.rollbackbot.gateway.github;

import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A service that a workflow deploys to an environment, as a runbook names it: {@code
 * shop/web/rollback.yml@production} or {@code shop/web/rollback.yml+deploy.yml@production}.
 *
 * @param workflow the file of the workflow that deploys an earlier version
 * @param deploying the files of the others that deploy the same service
 */
record EnvironmentName(
    String repository, String workflow, List<String> deploying, String environment) {
  /** The input of the workflow that gets the commit to deploy. */
  static final String VERSION = "version";

  private static final Pattern RESOURCE =
      Pattern.compile(
          "([^/@]+/[^/@]+)/([^/@+]+\\.ya?ml)((?:\\+[^/@+]+\\.ya?ml)*)@([A-Za-z0-9][A-Za-z0-9._/-]{0,99})");

  EnvironmentName {
    deploying = List.copyOf(deploying);
  }

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
    List<String> others =
        Arrays.stream(matcher.group(3).split("\\+")).filter(file -> !file.isEmpty()).toList();
    return new EnvironmentName(matcher.group(1), matcher.group(2), others, matcher.group(4));
  }

  /** With one more workflow, as a runbook would name it. */
  String with(String other) {
    List<String> files =
        Stream.of(Stream.of(workflow), deploying.stream(), Stream.of(other))
            .flatMap(each -> each)
            .toList();
    return repository + "/" + String.join("+", files) + "@" + environment;
  }

  String path() {
    return "/repos/" + repository;
  }
}
