package dev.rollbackbot;

import dev.rollbackbot.work.WorkSettings;
import java.time.Duration;

/**
 * {@code serve}, with short waits after a crash: production believes "not done" after 20 s only;
 * and with time for a busy machine to answer as Slack.
 */
public final class HurriedBot {
  private HurriedBot() {}

  public static void main(String[] args) {
    Settings settings = Settings.from(System.getenv());
    WorkSettings s = settings.work();
    WorkSettings.JobLimits jobs = s.jobs();
    WorkSettings hurried =
        new WorkSettings(
            s.heartbeat(),
            s.missedHeartbeats(),
            Duration.ofMillis(100),
            s.threads(),
            s.drain(),
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
