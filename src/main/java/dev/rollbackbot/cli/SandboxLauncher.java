package dev.rollbackbot.cli;

import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.sandbox.machine.BuildMachine;
import dev.rollbackbot.sandbox.people.PlayedPeople;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the sandbox and a bot that is configured for it. */
public final class SandboxLauncher {
  private static final int SHORT_ID = 7;

  /** The runbooks of the sandbox's own companies. */
  private static final List<String> OF_COMPANIES = List.of("factory", "shop");

  /** Long enough for a machine with other work; a rollback of the factory takes half a minute. */
  private static final Duration PLAY_WITHIN = Duration.ofMinutes(8);

  private static final String NO_GIT =
      "There is no git here: methods that run programs say that their settings are missing.";

  private SandboxLauncher() {}

  /**
   * Returns when a rollback was played to its end, and otherwise only when the process ends.
   *
   * @throws IllegalStateException if that rollback was not resolved
   */
  static void run(BotStarter starter, SandboxChoices choices) throws IOException {
    Optional<SandboxPlay> play =
        choices
            .runbooks()
            .map(source -> SandboxPlay.read(source, System.getenv(), choices.runPrograms()));
    List<String> there =
        play.map(p -> p.runbooks().stream().map(Runbook::id).toList()).orElse(OF_COMPANIES);
    choices
        .play()
        .filter(id -> !there.contains(id))
        .ifPresent(id -> {
          throw new IllegalArgumentException(
              "There is no runbook “%s” to play. There are: %s."
                  .formatted(id, String.join(", ", there)));
        });
    Path folder = Files.createTempDirectory("rollback-bot-sandbox");
    try {
      SandboxOptions options =
          new SandboxOptions(choices.port(), choices.bind(), manifest(folder), false);
      if (play.isPresent()) {
        runbooks(starter, play.get(), options, folder, choices);
      } else {
        companies(starter, options, folder, choices);
      }
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  private static void companies(
      BotStarter starter, SandboxOptions options, Path folder, SandboxChoices choices)
      throws IOException {
    Sandbox sandbox = Sandbox.start(options);
    Optional<BuildMachine> machine =
        BuildMachine.in(folder.resolve("machine"), sandbox.cloudflareApiUrl());
    Map<String, String> environment = environment(sandbox, folder, choices.socket());
    environment.putAll(SandboxShop.settings(sandbox, folder));
    machine.ifPresent(m -> {
      environment.putAll(m.settings());
      sandbox.add(m);
    });
    Settings settings = Settings.from(environment);
    BotStarter.RunningBot bot = starter.start(settings, BotStarter.Outside.real());
    sandbox.deliverTo(bot.address());
    System.out.println("\n  Rollback Bot's sandbox: " + sandbox.address());
    if (choices.play().isEmpty()) {
      System.out.println(
          "  Open it: in some seconds the bot proposes to roll back the factory, in #incidents. Or"
              + " type /rollback shop there. Ctrl-C ends it.\n");
    }
    System.out.println("  " + machine.map(SandboxLauncher::repository).orElse(NO_GIT) + "\n");
    untilTheEnd(choices, sandbox, settings, bot, sandbox, () -> delete(folder));
  }

  private static void runbooks(
      BotStarter starter,
      SandboxPlay play,
      SandboxOptions options,
      Path folder,
      SandboxChoices choices)
      throws IOException {
    Sandbox sandbox = Sandbox.start(options, play.played());
    Map<String, String> environment = environment(sandbox, folder, choices.socket());
    environment.remove("DEFAULT_ENVIRONMENT");
    play.settings(sandbox, folder, System.getenv()).forEach(environment::putIfAbsent);
    Settings settings = Settings.from(environment);
    BotStarter.RunningBot bot = starter.start(settings, play.outside(sandbox, folder));
    sandbox.deliverTo(bot.address());
    play.problems().forEach(problem -> System.out.println("  " + problem));
    System.out.println("\n  Rollback Bot's sandbox: " + sandbox.address());
    if (choices.play().isEmpty()) {
      System.out.println(
          "  Open it, type /rollback %s in #incidents. Ctrl-C ends it."
              .formatted(
                  play.runbooks().stream()
                      .map(Runbook::id)
                      .collect(Collectors.joining(" or /rollback "))));
    }
    System.out.println(
        "  The hosts that the runbooks name are answered here. "
            + (play.programsRun()
                ? "PROGRAMS ARE REALLY RUN, as PROCESS_PROGRAMS allows.\n"
                : "No program is run: a stand-in says so and does nothing.\n"));
    untilTheEnd(choices, sandbox, settings, bot, sandbox, () -> delete(folder));
  }

  private static void untilTheEnd(
      SandboxChoices choices, Sandbox sandbox, Settings settings, AutoCloseable... resources) {
    if (choices.play().isEmpty()) {
      Shutdown.await(settings.stopWithin(), resources);
      return;
    }
    try {
      new PlayedPeople(sandbox.page(), line -> System.out.println("  " + line))
          .rollBack(choices.play().get(), PLAY_WITHIN);
      System.out.println("  It is resolved.");
    } finally {
      Shutdown.close(resources);
    }
  }

  private static String repository(BuildMachine machine) {
    return "The factory's commits, for \"Git revert and redeploy by jobs\": %s. The one before: %s."
        .formatted(
            machine.repository().factory().stream()
                .map(SandboxLauncher::shortId)
                .collect(Collectors.joining(" ")),
            shortId(machine.repository().good()));
  }

  private static String shortId(String commit) {
    return commit.substring(0, SHORT_ID);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Settings of a bot that uses the stand-ins for Slack, Cloudflare and the sites. */
  public static Map<String, String> environment(Sandbox sandbox, Path folder, boolean socket) {
    Map<String, String> out = new HashMap<>();
    out.put("SLACK_BOT_TOKEN", sandbox.botToken());
    out.put("SLACK_SIGNING_SECRET", sandbox.signingSecret());
    if (socket) {
      out.put("SLACK_APP_TOKEN", sandbox.appToken());
    }
    out.put("SLACK_API_URL", sandbox.slackApiUrl().toString());
    out.put("PORT", "0");
    out.put("BIND", "127.0.0.1");
    out.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("rollback-bot.db"));
    out.put("DEFAULT_ENVIRONMENT", "sandbox");
    out.put("CLOUDFLARE_API_TOKEN", sandbox.cloudflareToken());
    out.put("CLOUDFLARE_ACCOUNT_ID", sandbox.cloudflareAccount());
    out.put("CLOUDFLARE_API_BASE_URL", sandbox.cloudflareApiUrl().toString());
    out.put("CLOUDFLARE_ANALYTICS_TOKEN", sandbox.cloudflareToken());
    out.put("CLOUDFLARE_STATUS_URL", sandbox.cloudflareStatusUrl().toString());
    out.put("RUNBOOK_SANDBOX_SITES", sandbox.sitesUrl().toString());
    out.put("PROMETHEUS_URL", sandbox.prometheusUrl().toString());
    if (SandboxShop.onThisMachine(sandbox.sitesUrl())) {
      out.put("PROBE_TOKEN_FACTORY", sandbox.sitesToken());
      out.put("PROBE_HOSTS_FACTORY", sandbox.sitesUrl().getAuthority());
    }
    out.put("RUNBOOK_FACTORY_DATABASE_IN", "sandbox");
    // Short times, as the runbook's environment of the sandbox has them.
    out.put("RUNBOOK_FACTORY_WINDOW", "10s");
    out.put("RUNBOOK_FACTORY_DELAY", "1s");
    out.put("RUNBOOK_FACTORY_EVERY", "2s");
    out.put("RUNBOOK_FACTORY_GRACE", "10s");
    return out;
  }

  /** Copies the manifest to a file, which is what the sandbox reads. */
  private static Path manifest(Path folder) throws IOException {
    Path copy = folder.resolve("manifest.yml");
    try (InputStream in = Sandbox.class.getResourceAsStream("/manifest.yml")) {
      if (in == null) {
        throw new IOException("the app's manifest is missing from the sandbox's jar");
      }
      Files.copy(in, copy);
    }
    return copy;
  }
}
