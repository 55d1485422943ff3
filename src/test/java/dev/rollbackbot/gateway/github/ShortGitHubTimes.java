package dev.rollbackbot.gateway.github;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.gateway.github.api.GitHubOptions.ActionsTimings;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import dev.rollbackbot.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tests wait for at GitHub.
 *
 * @param response how long an answer may take
 * @param budget for rate limits
 * @param poll from one reading to the next
 */
record ShortGitHubTimes(Duration response, Duration budget, Duration poll) {
  /** The settings of a bot that calls this address in place of the fixture's. */
  GitHubOptions options(GitHubFixture github, URI api) {
    Map<String, String> settings = new HashMap<>(github.settings());
    settings.put("GITHUB_API_URL", api.toString());
    return GitHubOptions.of(
            settings,
            Optional.of(Secret.fixed(GitHubFixture.TOKEN)),
            InboundLimits.defaults(),
            new ActionsTimings(
                Waiting.LIMIT, response, budget, Duration.ZERO, poll, Duration.ofMillis(5)))
        .orElseThrow();
  }
}
