package dev.rollbackbot;

import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.cli.Shutdown;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.work.WorkSettings;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code serve} with short waits after a crash (production accepts "not done" after 20 s only) and
 * with long limits for Slack and the database, which a busy machine does not reach.
 */
public final class FastRunbookBot {
  private FastRunbookBot() {}

  public static void main(String[] args) {
    Settings settings = Settings.from(System.getenv());
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

  private static Duration findOutLimit(WorkSettings.JobLimits jobs) {
    return Optional.ofNullable(System.getenv("TEST_FIND_OUT_LIMIT"))
        .map(Duration::parse)
        .orElse(jobs.findOutLimit());
  }
}
