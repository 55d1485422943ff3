package dev.rollbackbot;

import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.cli.Shutdown;
import dev.rollbackbot.work.WorkSettings;
import java.time.Duration;

/**
 * {@code serve}, with short waits after a crash: production believes "not done" after 20 s only;
 * and with time for a busy machine to answer as Slack.
 */
public final class FastRunbookBot {
  private FastRunbookBot() {}

  public static void main(String[] args) {
    Settings settings = Settings.from(System.getenv());
    WorkSettings work = settings.work();
    WorkSettings.JobLimits jobs = work.jobs();
    WorkSettings hurried =
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
                jobs.findOutLimit(),
                Integer.MAX_VALUE));
    Bot bot = Bot.start(settings, hurried, Bot.slack(settings).within(Waiting.LIMIT));
    Shutdown.await(settings.stopWithin(), bot);
  }
}
