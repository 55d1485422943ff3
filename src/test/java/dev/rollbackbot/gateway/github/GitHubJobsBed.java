package dev.rollbackbot.gateway.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.sandbox.github.GitHubFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The jobs of GitHub against the stand-in, whose time moves on request. */
abstract class GitHubJobsBed {
  static final Duration LONG = Duration.ofSeconds(5);

  GitHubFixture github;
  GitHubProvider provider;

  @BeforeEach
  final void start() throws Exception {
    github = GitHubFixture.start();
    provider = provider(Duration.ofSeconds(2));
  }

  @AfterEach
  final void stop() throws Exception {
    provider.close();
    github.close();
  }

  final GitHubProvider provider(Duration budget) {
    return new GitHubProvider(
        new ShortGitHubTimes(Waiting.LIMIT, budget, Duration.ofMillis(20))
            .options(github, github.api()),
        github.clock);
  }

  final JobRunner runner() {
    return provider.jobRunner();
  }

  final void fault(String id) {
    github.standIn.setFault(id, true);
  }

  final String started(ProviderJob job, String id) {
    Object start = runner().start(job, id, () -> true);
    assertThat(start).isInstanceOf(Started.class);
    return ((Started) start).runId();
  }

  final NotStarted refused(ProviderJob job, String id) {
    Object start = runner().start(job, id, () -> true);
    assertThat(start).isInstanceOf(NotStarted.class);
    return (NotStarted) start;
  }
}
