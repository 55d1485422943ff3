package dev.rollbackbot;

import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.cli.Shutdown;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.work.WorkSettings;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code serve} with short waits after a crash (production accepts "not done" after 20 s only) and
 * with long limits for Slack and the database, which a busy machine does not reach.
 */
public final class FastRunbookBot {
  private FastRunbookBot() {}

  public static void main(String[] args) {
    Settings settings = quickAtGitHub(Settings.from(System.getenv()));
    WorkSettings work = settings.work();
    WorkSettings.JobLimits jobs = work.jobs();
    WorkSettings fast =
        new WorkSettings(
            work.heartbeat(),
            work.missedHeartbeats(),
            Duration.ofMillis(100),
            work.threads(),
            work.drainTimeout(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            new WorkSettings.JobLimits(
                jobs.limit(),
                jobs.poll(),
                Duration.ofMillis(1200),
                Duration.ofMillis(200),
                Duration.ofMillis(300),
                findOutLimit(jobs),
                jobs.stopLimit(),
                Integer.MAX_VALUE));
    SlackOptions slack =
        Bot.slack(settings).within(Waiting.LIMIT).within(settings.rolesWithin(), Waiting.LIMIT);
    Bot bot = Bot.start(settings, fast, slack, Waiting.LIMIT);
    Shutdown.await(settings.stopWithin(), bot);
  }

  /** A run that GitHub doesn't list is looked for during a minute in production. */
  private static Settings quickAtGitHub(Settings settings) {
    Optional<GitHubOptions> quick =
        settings
            .github()
            .map(o ->
                new GitHubOptions(
                    o.apiUrl(),
                    o.credential(),
                    o.repositories(),
                    o.limits(),
                    new GitHubOptions.ActionsTimings(
                        Waiting.LIMIT,
                        Waiting.LIMIT,
                        o.timings().rateLimitBudget(),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(200))));
    return with(settings, "github", quick);
  }

  /** A copy of a record with another value of one component. */
  private static Settings with(Settings settings, String component, Object value) {
    RecordComponent[] all = Settings.class.getRecordComponents();
    try {
      Object[] values = new Object[all.length];
      for (int i = 0; i < all.length; i++) {
        values[i] =
            all[i].getName().equals(component) ? value : all[i].getAccessor().invoke(settings);
      }
      Class<?>[] types = Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return Settings.class.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Duration findOutLimit(WorkSettings.JobLimits jobs) {
    return Optional.ofNullable(System.getenv("TEST_FIND_OUT_LIMIT"))
        .map(Duration::parse)
        .orElse(jobs.findOutLimit());
  }
}
