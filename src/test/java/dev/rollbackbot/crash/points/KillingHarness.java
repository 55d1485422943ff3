package dev.rollbackbot.crash.points;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.UnusedPort;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.crash.AotCache;
import dev.rollbackbot.crash.InterceptingProxy;
import dev.rollbackbot.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The bot's process, killed at the points that the plan names and started again each time. */
final class KillingHarness implements AutoCloseable {
  private static final long POLL_MILLIS = 20;

  /** Lines of its log that a failure shows. */
  private static final int LAST = 40;

  private final Sandbox sandbox;
  private final KilledRollback rollback;
  private final Map<String, String> environment;
  private final Path folder;
  private final CrashPoints crashPoints;
  private final List<Duration> starts = new ArrayList<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread restarter;
  private volatile boolean closing;

  /** Of the provider, which keeps its address while the bot is away. */
  private int port;

  KillingHarness(
      Sandbox sandbox,
      KilledRollback rollback,
      Map<String, String> environment,
      Path folder,
      CrashPoints crashPoints) {
    this.sandbox = sandbox;
    this.rollback = rollback;
    this.environment = environment;
    this.folder = folder;
    this.crashPoints = crashPoints;
    this.restarter = Thread.ofPlatform().name("restarter").start(this::restart);
  }

  private void restart() {
    try {
      port = UnusedPort.next();
      while (!closing) {
        runOnce();
      }
    } catch (Throwable e) {
      failure.set(e);
    }
  }

  private void runOnce() throws Exception {
    int process = crashPoints.nextProcess();
    try (InterceptingProxy slack = proxy(sandbox.address(), process);
        InterceptingProxy provider =
            new InterceptingProxy(
                rollback.provider(), port, point -> crashPoints.kills(process, point));
        ServerSocket commits = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> accept(commits, process));
      // The first call makes the cache, which takes longer than a start.
      List<String> options = with(AotCache.options(), "-Dcrash.port=" + commits.getLocalPort());
      long began = System.nanoTime();
      BotProcess bot =
          BotProcess.launch(
              through(slack, provider),
              folder.resolve("bot.log"),
              options,
              FastRunbookBot.class.getName());
      try {
        if (starts(bot, began)) {
          sandbox.deliverTo(bot.address());
          awaitKill(bot);
        }
      } finally {
        bot.kill();
        provider.endTails();
      }
    }
  }

  private static List<String> with(List<String> options, String one) {
    List<String> out = new ArrayList<>(options);
    out.add(one);
    return out;
  }

  private InterceptingProxy proxy(URI target, int process) throws IOException {
    return new InterceptingProxy(target, point -> crashPoints.kills(process, point));
  }

  private Map<String, String> through(InterceptingProxy slack, InterceptingProxy provider)
      throws Exception {
    Map<String, String> out = new HashMap<>(environment);
    out.putAll(rollback.settings(URI.create(provider.through(rollback.provider()))));
    out.put("SLACK_API_URL", slack.through(sandbox.slackApiUrl()));
    return out;
  }

  /** False: it is to be killed before it answers. */
  private boolean starts(BotProcess bot, long began) throws IOException, InterruptedException {
    while (!bot.answers("/healthz")) {
      if (crashPoints.toKill().poll(POLL_MILLIS, TimeUnit.MILLISECONDS) != null || closing) {
        return false;
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      if (!bot.alive() || took.compareTo(Waiting.LIMIT) > 0) {
        throw new IOException("the bot did not start");
      }
    }
    starts.add(Duration.ofNanos(System.nanoTime() - began));
    return true;
  }

  private void awaitKill(BotProcess bot) throws IOException, InterruptedException {
    while (crashPoints.toKill().poll(POLL_MILLIS, TimeUnit.MILLISECONDS) == null && !closing) {
      if (!bot.alive()) {
        throw new IOException("the bot exited by itself");
      }
    }
  }

  /** At each commit the process waits for one byte; where it is to be killed, none comes. */
  private void accept(ServerSocket commits, int process) {
    while (true) {
      try {
        Socket commit = commits.accept();
        Thread.startVirtualThread(() -> permit(commit, process));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void permit(Socket commit, int process) {
    try {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(commit.getInputStream(), StandardCharsets.UTF_8));
      String point = in.readLine();
      if (point != null && crashPoints.kills(process, point)) {
        return;
      }
      try (commit) {
        commit.getOutputStream().write('1');
      }
    } catch (IOException e) {
      // The process was killed.
    }
  }

  /** Fails when a process did not start or exited by itself. */
  void check() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new AssertionError("the bot did not run as planned: " + cause + lastLines(), cause);
    }
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("bot.log"));
      return "\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
    } catch (IOException e) {
      return "; its log can't be read: " + e;
    }
  }

  /** How long each start took until the bot answered. */
  List<Duration> starts() {
    return List.copyOf(starts);
  }

  @Override
  public void close() {
    closing = true;
    try {
      restarter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
