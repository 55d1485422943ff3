package dev.rollbackbot.bench;

import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.SandboxUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bot as a process, against the stand-ins and a provider as slow as the real one. */
final class BenchmarkFixture implements AutoCloseable {
  /** About the time of a call to Cloudflare's API from a data centre. */
  static final Duration PROVIDER = Duration.ofMillis(250);

  final Sandbox sandbox;
  final DelayingProviderProxy provider;
  final SandboxUsers users;
  final String database;
  private final Path folder;
  private final List<String> command;
  ChildJavaProcess bot;

  BenchmarkFixture(Path parent, List<String> command) throws IOException {
    this.folder = Files.createTempDirectory(parent, "fixture");
    this.command = command;
    this.sandbox = Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
    this.provider = new DelayingProviderProxy(sandbox.cloudflareApiUrl(), PROVIDER);
    this.users = new SandboxUsers(sandbox.address());
    this.database = "jdbc:sqlite:" + folder.resolve("rollback-bot.db");
    this.bot = startBot();
  }

  /** Starts the bot and waits for it to be ready. */
  ChildJavaProcess startBot() throws IOException {
    bot = ChildJavaProcess.start(command, environment(), "/readyz", folder.resolve("bot.log"));
    sandbox.deliverTo(bot.address());
    return bot;
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>();
    all.put("SLACK_BOT_TOKEN", sandbox.botToken());
    all.put("SLACK_SIGNING_SECRET", sandbox.signingSecret());
    all.put("SLACK_API_URL", sandbox.slackApiUrl().toString());
    all.put("BIND", "127.0.0.1");
    all.put("DATABASE_URL", database);
    all.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
    all.put("DEFAULT_ENVIRONMENT", "sandbox");
    all.put("CLOUDFLARE_API_TOKEN", sandbox.cloudflareToken());
    all.put("CLOUDFLARE_ACCOUNT_ID", sandbox.cloudflareAccount());
    all.put("CLOUDFLARE_API_BASE_URL", provider.address().toString());
    all.put("RUNBOOK_SANDBOX_SITES", sandbox.sitesUrl().toString().replaceAll("/+$", ""));
    return all;
  }

  @Override
  public void close() {
    bot.close();
    provider.close();
    sandbox.close();
  }
}
