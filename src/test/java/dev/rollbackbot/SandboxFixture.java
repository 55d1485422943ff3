package dev.rollbackbot;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.cli.BotStarter;
import dev.rollbackbot.cli.SandboxPlay;
import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.story.fixture.SandboxUsers;
import dev.rollbackbot.work.WorkSettings;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The stand-ins and a bot connected to them, in this process. */
public final class SandboxFixture implements AutoCloseable {
  private static final Path MANIFEST = Path.of("manifest.yml");

  private final Sandbox sandbox;
  private final Path folder;
  private final boolean socket;
  private final Map<String, String> settings;
  private final BotStarter.Outside outside;
  private Bot bot;

  private Duration lockTimeout = Waiting.LIMIT;
  private Duration rolesLimit = Waiting.LIMIT;
  private Duration modalLimit = Waiting.LIMIT;

  private SandboxFixture(
      Sandbox sandbox,
      Path folder,
      boolean socket,
      Map<String, String> settings,
      BotStarter.Outside outside) {
    this.outside = outside;
    this.sandbox = sandbox;
    this.folder = folder;
    this.socket = socket;
    this.settings = settings;
    this.bot = startBot();
    connect();
  }

  /** Over signed HTTP; the log capture ends long after the panel was posted. */
  public static SandboxFixture http() {
    return slowCapture(false);
  }

  /** Over Socket Mode; the log capture ends long after the panel was posted. */
  public static SandboxFixture socket() {
    return slowCapture(true);
  }

  private static SandboxFixture slowCapture(boolean socket) {
    return open(
        socket,
        MANIFEST,
        (_, folder) -> Map.of("RUNBOOKS", FastRunbook.runbooks(folder, "10s").toString()));
  }

  /** Over signed HTTP; the runbook's waits are short. */
  public static SandboxFixture quick() {
    return quick(MANIFEST, _ -> Map.of());
  }

  /** Over Socket Mode; the runbook's waits are short. */
  public static SandboxFixture quickSocket() {
    return open(
        true, MANIFEST, (_, folder) -> Map.of("RUNBOOKS", FastRunbook.runbooks(folder).toString()));
  }

  /**
   * As the other method.
   *
   * @param settings override the sandbox's
   */
  public static SandboxFixture quickSocket(Function<Sandbox, Map<String, String>> settings) {
    return open(
        true,
        MANIFEST,
        (sandbox, folder) -> {
          Map<String, String> all = new HashMap<>();
          all.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
          all.putAll(settings.apply(sandbox));
          return all;
        });
  }

  /**
   * Over signed HTTP with short waits, and with another manifest.
   *
   * @param settings override the sandbox's
   */
  public static SandboxFixture quick(
      Path manifest, Function<Sandbox, Map<String, String>> settings) {
    return open(
        false,
        manifest,
        (sandbox, folder) -> {
          Map<String, String> all = new HashMap<>();
          all.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
          all.putAll(settings.apply(sandbox));
          return all;
        });
  }

  /** Over signed HTTP; somebody's own runbooks against stand-ins of what they name. */
  public static SandboxFixture playing(SandboxPlay play) {
    try {
      Path folder = Files.createTempDirectory("sandbox");
      Sandbox sandbox =
          Sandbox.start(new SandboxOptions(0, "127.0.0.1", MANIFEST, true), play.played());
      // The cluster's token is there, which is no leak.
      Path files = Files.createTempDirectory("sandbox-play");
      Map<String, String> settings = play.settings(sandbox, files, Map.of());
      return new SandboxFixture(sandbox, folder, false, settings, play.outside(sandbox, files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SandboxFixture open(
      boolean socket, Path manifest, BiFunction<Sandbox, Path, Map<String, String>> settings) {
    try {
      Path folder = Files.createTempDirectory("sandbox");
      Sandbox sandbox = Sandbox.start(new SandboxOptions(0, "127.0.0.1", manifest, true));
      return new SandboxFixture(
          sandbox, folder, socket, settings.apply(sandbox, folder), BotStarter.Outside.real());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Bot startBot() {
    Settings settings = Settings.from(environment());
    SlackOptions slack = Bot.slack(settings).within(Waiting.LIMIT).within(rolesLimit, modalLimit);
    return Bot.start(settings, outside, quickRetries(settings.work()), slack, lockTimeout);
  }

  /** A destination that takes nothing is tried again after a second. */
  private static WorkSettings quickRetries(WorkSettings work) {
    return new WorkSettings(
        work.heartbeat(),
        work.missedHeartbeats(),
        work.poll(),
        work.threads(),
        work.drainTimeout(),
        Duration.ofSeconds(1),
        work.sweepInterval(),
        work.jobs());
  }

  private void connect() {
    if (socket) {
      await()
          .until(() ->
              sandboxUsers().sees(SandboxUsers.REQUESTER).getString("transport").equals("socket"));
    } else {
      sandbox.deliverTo(bot.address());
    }
  }

  /** The bot's settings. */
  public Map<String, String> environment() {
    Map<String, String> all = BotProcess.environment(sandbox, folder, socket);
    all.putAll(settings);
    return all;
  }

  /** Contains the bot's database. */
  public Path folder() {
    return folder;
  }

  public SandboxUsers sandboxUsers() {
    return new SandboxUsers(sandbox.address());
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** The bot's own address. */
  public java.net.URI bot() {
    return bot.address();
  }

  /** What the command line says of that runbook and environment, while the bot is running. */
  public List<ReadinessReport> readiness(String runbook, String environment) {
    return ReadinessParts.ask(
        Settings.from(environment()), Optional.of(runbook), Optional.of(environment));
  }

  public String metrics() {
    return get("/metrics");
  }

  /** As the other method; from then on this is the longest wait for the database. */
  public void restart(Duration timeout) {
    lockTimeout = timeout;
    restart();
  }

  /** As the other method; from then on people wait no longer for a decision, or for a modal. */
  public void restartWithin(Duration roles, Duration modals) {
    rolesLimit = roles;
    modalLimit = modals;
    restart();
  }

  /** Stops the bot and starts it again on the same database. */
  public void restart() {
    bot.close();
    bot = startBot();
    connect();
  }

  @Override
  public void close() {
    List<String> leaks = new ArrayList<>();
    for (String path : List.of("/readyz", "/metrics")) {
      leaks.addAll(SecretLeakDetector.leaks(path, get(path)));
    }
    bot.close();
    leaks.addAll(shownLeaks());
    sandbox.close();
    leaks.addAll(SecretLeakDetector.leaks(folder));
    SecretLeakDetector.assertNone(leaks);
  }

  /** Leaks in what any user was shown and in the calls that were made. */
  private List<String> shownLeaks() {
    List<String> out =
        new ArrayList<>(SecretLeakDetector.leaks("calls", sandboxUsers().inspect().toString()));
    for (JsonObject user :
        sandboxUsers()
            .sees(SandboxUsers.REQUESTER)
            .getJsonArray("users")
            .getValuesAs(JsonObject.class)) {
      String id = user.getString("id");
      out.addAll(
          SecretLeakDetector.leaks("what " + id + " sees", sandboxUsers().sees(id).toString()));
    }
    return out;
  }

  private String get(String path) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(bot.address().resolve(path)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
