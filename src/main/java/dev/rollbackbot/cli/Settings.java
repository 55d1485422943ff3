package dev.rollbackbot.cli;

import dev.rollbackbot.alert.source.AlertSource;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.gateway.github.api.GitHubOptions;
import dev.rollbackbot.gateway.httpjob.HttpJobOptions;
import dev.rollbackbot.gateway.kubernetes.KubernetesOptions;
import dev.rollbackbot.gateway.process.ProcessOptions;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.work.WorkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings, read from environment variables. {@link #toString} contains no secret.
 *
 * @param slackBotToken begins with {@code xoxb-}
 * @param slackSigningSecret needed when Slack posts over HTTP; two values while it is rotated
 * @param slackAppToken present: Socket Mode
 * @param slackApiUrl ends in {@code /api/}
 * @param port 0 to 65535
 * @param databaseUrl {@code jdbc:sqlite:…} or {@code jdbc:postgresql:…}
 * @param runbooks a folder or a file; empty: the bundled ones
 * @param incidentsChannel such as {@code #incidents}
 * @param defaultEnvironment id of the environment offered first; empty: the runbook's order
 * @param kubernetes empty: nothing runs there
 * @param process empty: runbooks can't run programs on this machine
 * @param github empty: no workflow is run there
 * @param httpJobs empty: runbooks can't run jobs by HTTP
 * @param alertSources by the last part of their path; those that have a secret
 * @param measuring what probes may ask, and send
 * @param rolesWithin the longest wait for a person's roles
 * @param heartbeat interval of an instance's sign of life
 * @param missedHeartbeats missing heartbeats after which another instance takes over
 * @param stopWithin the longest that a stop may take
 * @param artifactRetention how long captured logs are kept
 * @param readinessHour of the day in UTC, at which it is asked whether a rollback would work
 * @param managementPort of health and metrics; empty: they are served on {@code port}
 * @param runbookVariables everything that begins with {@code RUNBOOK_}
 */
public record Settings(
    Secret slackBotToken,
    Optional<Secret> slackSigningSecret,
    Optional<Secret> slackAppToken,
    URI slackApiUrl,
    int port,
    String bind,
    Secret databaseUrl,
    Optional<Path> runbooks,
    String incidentsChannel,
    Optional<String> defaultEnvironment,
    Optional<Secret> cloudflareApiToken,
    Optional<String> cloudflareAccountId,
    URI cloudflareApiBaseUrl,
    Map<String, Secret> cloudflareEnvironmentTokens,
    URI cloudflareStatusUrl,
    Optional<KubernetesOptions> kubernetes,
    Optional<ProcessOptions> process,
    Optional<GitHubOptions> github,
    Optional<HttpJobOptions> httpJobs,
    Map<String, AlertSource> alertSources,
    MeasureSettings measuring,
    LogFormat logFormat,
    Duration rolesWithin,
    InboundLimits inboundLimits,
    Duration heartbeat,
    int missedHeartbeats,
    Duration stopWithin,
    Duration artifactRetention,
    int readinessHour,
    Optional<Integer> managementPort,
    Map<String, String> runbookVariables) {

  /** With fewer, a slow moment would look like a dead process. */
  private static final int FEWEST_HEARTBEATS = 4;

  private static final int MOST_HEARTBEATS = 100;
  private static final Duration SHORTEST_ROLES = Duration.ofMillis(500);
  private static final Duration LONGEST_ROLES = Duration.ofMinutes(1);
  private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(100);
  private static final Duration LONGEST_HEARTBEAT = Duration.ofMinutes(1);
  private static final int LAST_HOUR = 23;
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);
  private static final Duration SHORTEST_STOP = Duration.ofSeconds(2);
  private static final Duration LONGEST_STOP = Duration.ofMinutes(10);

  public Settings {
    runbookVariables = Map.copyOf(runbookVariables);
    cloudflareEnvironmentTokens = Map.copyOf(cloudflareEnvironmentTokens);
    alertSources = Map.copyOf(alertSources);
  }

  public enum LogFormat {
    TEXT,
    JSON
  }

  /**
   * Reads only where the database is.
   *
   * @throws InvalidSettings when it is no such address
   */
  static String databaseUrl(Map<String, String> environment) {
    SettingsReader reader = new SettingsReader(environment);
    Secret url = new SecretReader(reader).database();
    if (!reader.problems().isEmpty()) {
      throw new InvalidSettings(reader.problems());
    }
    return url.value();
  }

  /**
   * Reads all settings.
   *
   * @throws InvalidSettings with every problem at once; it contains no secret
   */
  public static Settings from(Map<String, String> environment) {
    SettingsReader reader = new SettingsReader(environment);
    SecretReader secrets = new SecretReader(reader);
    Optional<Secret> appToken = secrets.optional("SLACK_APP_TOKEN", SecretReader::appToken);
    Optional<Secret> secret = secrets.optional("SLACK_SIGNING_SECRET", SecretReader::oneOrTwo);
    if (appToken.isEmpty() && secret.isEmpty()) {
      reader.problem(
          "SLACK_APP_TOKEN or SLACK_SIGNING_SECRET must be set: the first for Socket Mode (begins"
              + " with xapp-), the second where Slack posts over HTTP.");
    }
    Map<String, Secret> environmentTokens = secrets.environmentTokens();
    Optional<Secret> cloudflareToken = secrets.cloudflare();
    Optional<String> accountId = reader.optional("CLOUDFLARE_ACCOUNT_ID");
    boolean anyToken = cloudflareToken.isPresent() || !environmentTokens.isEmpty();
    if (anyToken != accountId.isPresent()) {
      reader.problem(
          "CLOUDFLARE_ACCOUNT_ID and a token (CLOUDFLARE_API_TOKEN, or CLOUDFLARE_API_TOKEN_… of an"
              + " environment) belong together: set both, or neither where nothing runs at"
              + " Cloudflare.");
    }
    WorkSettings work = WorkSettings.defaults();
    InboundLimits limits = reader.inboundLimits();
    Settings settings =
        new Settings(
            secrets.required(
                "SLACK_BOT_TOKEN",
                "the bot token of the Slack app, begins with xoxb-",
                SecretReader::botToken),
            secret,
            appToken,
            reader.address("SLACK_API_URL", "https://slack.com/api/", true),
            reader.number("PORT", new InboundLimits.Range(0, 3000, SettingsReader.HIGHEST_PORT)),
            reader.optional("BIND").orElse("0.0.0.0"),
            secrets.database(),
            reader.optional("RUNBOOKS").map(Path::of),
            reader.channel("INCIDENTS_CHANNEL", "#incidents"),
            reader.optional("DEFAULT_ENVIRONMENT"),
            cloudflareToken,
            accountId,
            reader.address(
                "CLOUDFLARE_API_BASE_URL", "https://api.cloudflare.com/client/v4", false),
            environmentTokens,
            reader.address(
                "CLOUDFLARE_STATUS_URL",
                "https://www.cloudflarestatus.com/api/v2/summary.json",
                false),
            reader.kubernetes(limits),
            reader.process(),
            reader.github(secrets.optional("GITHUB_TOKEN", SecretReader::token), limits),
            reader.httpJobs(secrets, limits),
            reader.alertSources(secrets, limits),
            reader.measuring(secrets, limits),
            reader.logFormat(),
            reader.duration(
                "ROLES_WITHIN", SlackOptions.ROLES_WITHIN, SHORTEST_ROLES, LONGEST_ROLES),
            limits,
            reader.duration("HEARTBEAT", work.heartbeat(), SHORTEST_HEARTBEAT, LONGEST_HEARTBEAT),
            reader.number(
                "MISSED_HEARTBEATS",
                new InboundLimits.Range(
                    FEWEST_HEARTBEATS, work.missedHeartbeats(), MOST_HEARTBEATS)),
            reader.duration("STOP_WITHIN", STOP_WITHIN, SHORTEST_STOP, LONGEST_STOP),
            reader.retention(),
            reader.number("READINESS_HOUR", new InboundLimits.Range(0, 4, LAST_HOUR)),
            reader.managementPort(),
            reader.variables());
    if (!reader.problems().isEmpty()) {
      throw new InvalidSettings(reader.problems());
    }
    return settings;
  }

  /** Half of the time for a stop is for running work, the other half for closing the rest. */
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

  public boolean socketMode() {
    return slackAppToken.isPresent();
  }

  @Override
  public String toString() {
    return "Settings[port=" + port + ", socketMode=" + socketMode() + ", " + slackApiUrl + "]";
  }

  public static final class InvalidSettings extends RuntimeException {
    private final transient List<String> problems;

    InvalidSettings(List<String> problems) {
      super(String.join("\n", problems));
      this.problems = List.copyOf(problems);
    }

    /** One sentence each. */
    public List<String> problems() {
      return problems;
    }
  }
}
