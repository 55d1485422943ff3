package dev.rollbackbot.cli;

import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.sandbox.machine.BuildMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Starts the sandbox and a bot that is configured for it. */
public final class SandboxLauncher {
  private static final int SHORT_ID = 7;
  private static final String NO_GIT =
      "There is no git here: methods that run programs say that their settings are missing.";

  private SandboxLauncher() {}

  /** Returns only when the process ends. */
  static void run(BotStarter starter, int port, String bind, boolean socket) throws IOException {
    Path folder = Files.createTempDirectory("rollback-bot-sandbox");
    // Deleted in reverse order.
    for (String file : List.of("", "manifest.yml", "rollback-bot.db", "rollback-bot.db.lock")) {
      folder.resolve(file).toFile().deleteOnExit();
    }
    SandboxShop.FILES.forEach(file -> folder.resolve(file).toFile().deleteOnExit());
    Sandbox sandbox = Sandbox.start(new SandboxOptions(port, bind, manifest(folder), false));
    Optional<BuildMachine> machine =
        BuildMachine.in(folder.resolve("machine"), sandbox.cloudflareApiUrl());
    Map<String, String> environment = environment(sandbox, folder, socket);
    environment.putAll(SandboxShop.settings(sandbox, folder));
    machine.ifPresent(m -> {
      environment.putAll(m.settings());
      sandbox.add(m);
    });
    Settings settings = Settings.from(environment);
    BotStarter.RunningBot bot = starter.start(settings);
    sandbox.deliverTo(bot.address());
    System.out.println("\n  Rollback Bot's sandbox: " + sandbox.address());
    System.out.println(
        "  Open it, type /rollback factory (or shop) in #incidents. Ctrl-C ends it.\n");
    System.out.println("  " + machine.map(SandboxLauncher::repository).orElse(NO_GIT) + "\n");
    Shutdown.await(settings.stopWithin(), bot, sandbox, () -> close(machine));
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

  private static void close(Optional<BuildMachine> machine) throws IOException {
    if (machine.isPresent()) {
      machine.get().close();
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
    out.put("CLOUDFLARE_STATUS_URL", sandbox.cloudflareStatusUrl().toString());
    out.put("RUNBOOK_SANDBOX_SITES", sandbox.sitesUrl().toString());
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
