package dev.rollbackbot.cli;

import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.work.WorkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says. Secrets live here and nowhere else; {@link #toString} shows none.
 *
 * @param slackBotToken begins with {@code xoxb-}
 * @param slackSigningSecret needed where Slack posts over HTTP
 * @param slackAppToken present: Socket Mode
 * @param slackApiUrl ends in {@code /api/}
 * @param port 0 to 65535
 * @param databaseUrl {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}
 * @param runbooks a folder or a file; empty: the bundled ones
 * @param incidentsChannel such as {@code #incidents}
 * @param defaultEnvironment id of the environment that is offered first; empty: as runbooks order
 * @param logFormat text or json
 * @param rolesWithin how long finding out what a person may do may keep them waiting
 * @param inboundLimits on what is taken from outside
 * @param heartbeat how often an instance says that it is alive
 * @param missedHeartbeats after how many that are missing its work is another's
 * @param stopWithin the longest that a stop may take
 * @param runbookVariables everything that begins with {@code RUNBOOK_}
 */
public record Settings(
    String slackBotToken,
    Optional<String> slackSigningSecret,
    Optional<String> slackAppToken,
    URI slackApiUrl,
    int port,
    String bind,
    String databaseUrl,
    Optional<Path> runbooks,
    String incidentsChannel,
    Optional<String> defaultEnvironment,
    String cloudflareApiToken,
    String cloudflareAccountId,
    URI cloudflareApiBaseUrl,
    LogFormat logFormat,
    Duration rolesWithin,
    InboundLimits inboundLimits,
    Duration heartbeat,
    int missedHeartbeats,
    Duration stopWithin,
    Map<String, String> runbookVariables) {

  private static final int HIGHEST_PORT = 65_535;

  /** Fewer would take a slow moment for a death. */
  private static final int FEWEST_HEARTBEATS = 4;

  private static final int MOST_HEARTBEATS = 100;
  private static final Duration SHORTEST_ROLES = Duration.ofMillis(500);
  private static final Duration LONGEST_ROLES = Duration.ofMinutes(1);
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final Duration SHORTEST_STOP = Duration.ofSeconds(2);
  private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

  public Settings {
    runbookVariables = Map.copyOf(runbookVariables);
  }

  /** How log lines are written. */
  public enum LogFormat {
    TEXT,
    JSON
  }

  /**
   * Reads them all.
   *
   * @throws InvalidSettings with every problem at once; no value of a secret is in it
   */
  public static Settings from(Map<String, String> environment) {
    SettingsReader settingsReader = new SettingsReader(environment);
    Optional<String> appToken = settingsReader.optional("SLACK_APP_TOKEN");
    Optional<String> secret = settingsReader.optional("SLACK_SIGNING_SECRET");
    if (appToken.isEmpty() && secret.isEmpty()) {
      settingsReader.problem(
          "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET must be set: the first for Socket Mode (begins"
              + " with xapp-), the second where Slack posts over HTTP.");
    }
    appToken
        .filter(t -> !t.startsWith("xapp-"))
        .ifPresent(_ -> settingsReader.problem("SLACK_APP_TOKEN begins with xapp-."));
    String botToken =
        settingsReader.required(
            "SLACK_BOT_TOKEN", "the bot token of the Slack app, begins with xoxb-");
    if (!botToken.isEmpty() && !botToken.startsWith("xoxb-")) {
      settingsReader.problem("SLACK_BOT_TOKEN begins with xoxb-.");
    }
    Settings settings =
        new Settings(
            botToken,
            secret,
            appToken,
            settingsReader.address("SLACK_API_URL", "https://slack.com/api/", true),
            settingsReader.number("PORT", new InboundLimits.Range(0, 3000, HIGHEST_PORT)),
            settingsReader.optional("BIND").orElse("0.0.0.0"),
            settingsReader.database("DATABASE_URL", "jdbc:sqlite:data/rollback-bot.db"),
            settingsReader.optional("RUNBOOKS").map(Path::of),
            settingsReader.channel("INCIDENTS_CHANNEL", "#incidents"),
            settingsReader.optional("DEFAULT_ENVIRONMENT"),
            settingsReader.required("CLOUDFLARE_API_TOKEN", "a Cloudflare API token"),
            settingsReader.required("CLOUDFLARE_ACCOUNT_ID", "the Cloudflare account's id"),
            settingsReader.address(
                "CLOUDFLARE_API_BASE_URL", "https://api.cloudflare.com/client/v4", false),
            settingsReader.logFormat(),
            settingsReader.duration(
                "ROLES_WITHIN", SlackOptions.ROLES_WITHIN, SHORTEST_ROLES, LONGEST_ROLES),
            settingsReader.inboundLimits(),
            settingsReader.duration(
                "HEARTBEAT",
                WorkSettings.defaults().heartbeat(),
                SHORTEST_HEARTBEAT,
                LONGEST_HEARTBEAT),
            settingsReader.number(
                "MISSED_HEARTBEATS",
                new InboundLimits.Range(
                    FEWEST_HEARTBEATS,
                    WorkSettings.defaults().missedHeartbeats(),
                    MOST_HEARTBEATS)),
            settingsReader.duration("STOP_WITHIN", STOP_WITHIN, SHORTEST_STOP, LONGEST_STOP),
            settingsReader.variables());
    if (!settingsReader.problems().isEmpty()) {
      throw new InvalidSettings(settingsReader.problems());
    }
    return settings;
  }

  /**
   * How work is done. Half of the time for a stop goes to work that is under way; the other half is
   * for those who don't listen, and for everything else that is closed.
   */
  public WorkSettings work() {
    WorkSettings work = WorkSettings.defaults();
    return new WorkSettings(
        heartbeat,
        missedHeartbeats,
        work.poll(),
        work.threads(),
        stopWithin.dividedBy(2),
        work.longestBackoff(),
        work.sweepInterval(),
        work.jobs());
  }

  /** Whether Slack is connected through Socket Mode. */
  public boolean socketMode() {
    return slackAppToken.isPresent();
  }

  @Override
  public String toString() {
    return "Settings[port=" + port + ", socketMode=" + socketMode() + ", " + slackApiUrl + "]";
  }

  /** The environment can't be used. */
  public static final class InvalidSettings extends RuntimeException {
    private final transient List<String> problems;

    InvalidSettings(List<String> problems) {
      super(String.join("\n", problems));
      this.problems = List.copyOf(problems);
    }

    /** Every problem, one sentence each. */
    public List<String> problems() {
      return problems;
    }
  }
}
