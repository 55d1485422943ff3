package dev.rollbackbot.crash;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.Waiting;
import dev.rollbackbot.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** The bot's process, killed wherever the points say and started again each time. */
final class KillingHarness implements AutoCloseable {
  private static final long GLANCE = 20;

  private final Sandbox sandbox;
  private final Map<String, String> environment;
  private final Path folder;
  private final List<String> options;
  private final CrashPoints crashPoints;
  private final List<Duration> starts = new ArrayList<>();
  private final AtomicReference<Throwable> trouble = new AtomicReference<>();
  private final Thread keeper;
  private volatile boolean ending;

  KillingHarness(
      Sandbox sandbox, Map<String, String> environment, Path folder, CrashPoints crashPoints)
      throws IOException, InterruptedException {
    this.sandbox = sandbox;
    this.environment = environment;
    this.folder = folder;
    this.crashPoints = crashPoints;
    this.options = CdsArchive.options(aside(environment, folder), folder);
    this.keeper = Thread.ofPlatform().name("keeper").start(this::keep);
  }

  private void keep() {
    try {
      while (!ending) {
        live();
      }
    } catch (Throwable e) {
      trouble.set(e);
    }
  }

  private void live() throws IOException, InterruptedException {
    int life = crashPoints.born();
    try (InterceptingProxy interceptingProxy =
            new InterceptingProxy(sandbox.address(), point -> crashPoints.deadly(life, point));
        ServerSocket switchboard = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> connect(switchboard, life));
      long began = System.nanoTime();
      BotProcess bot =
          BotProcess.launch(
              through(interceptingProxy),
              folder.resolve("bot.log"),
              with(options, "-Dcrash.switchboard=" + switchboard.getLocalPort()),
              FastRunbookBot.class.getName());
      try {
        if (begins(bot, began)) {
          sandbox.deliverTo(bot.address());
          untilItsEnd(bot);
        }
      } finally {
        bot.kill();
        interceptingProxy.endTails();
      }
    }
  }

  private static List<String> with(List<String> options, String one) {
    List<String> out = new ArrayList<>(options);
    out.add(one);
    return out;
  }

  /** With a database of its own. */
  private static Map<String, String> aside(Map<String, String> environment, Path folder) {
    Map<String, String> out = new HashMap<>(environment);
    out.put("DATABASE_URL", "jdbc:sqlite:" + folder.resolve("aside.db"));
    return out;
  }

  private Map<String, String> through(InterceptingProxy interceptingProxy) {
    Map<String, String> out = new HashMap<>(environment);
    out.put("SLACK_API_URL", interceptingProxy.through(sandbox.slackApiUrl()));
    out.put("CLOUDFLARE_API_BASE_URL", interceptingProxy.through(sandbox.cloudflareApiUrl()));
    return out;
  }

  /** False: it was to die before it answered. */
  private boolean begins(BotProcess bot, long began) throws IOException, InterruptedException {
    while (!bot.answers("/healthz")) {
      if (crashPoints.toKill().poll(GLANCE, TimeUnit.MILLISECONDS) != null || ending) {
        return false;
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      if (!bot.alive() || took.compareTo(Waiting.LIMIT) > 0) {
        throw new IOException("the bot did not start; see " + folder.resolve("bot.log"));
      }
    }
    starts.add(Duration.ofNanos(System.nanoTime() - began));
    return true;
  }

  private void untilItsEnd(BotProcess bot) throws IOException, InterruptedException {
    while (crashPoints.toKill().poll(GLANCE, TimeUnit.MILLISECONDS) == null && !ending) {
      if (!bot.alive()) {
        throw new IOException("the bot ended by itself; see " + folder.resolve("bot.log"));
      }
    }
  }

  /** A process waits for one byte at each of its commits; a dying one never gets it. */
  private void connect(ServerSocket switchboard, int life) {
    while (true) {
      try {
        Socket call = switchboard.accept();
        Thread.startVirtualThread(() -> answer(call, life));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket call, int life) {
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(call.getInputStream(), StandardCharsets.UTF_8));
      String point = in.readLine();
      if (point != null && crashPoints.deadly(life, point)) {
        return;
      }
      try (call) {
        call.getOutputStream().write('1');
      }
    } catch (IOException e) {
      // Its process is gone.
    }
  }

  /** Fails when a process did not start or ended by itself. */
  void check() {
    Throwable cause = trouble.get();
    if (cause != null) {
      throw new AssertionError("the bot is in trouble", cause);
    }
  }

  /** How long each start took until the bot answered. */
  List<Duration> starts() {
    return List.copyOf(starts);
  }

  @Override
  public void close() {
    ending = true;
    try {
      keeper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
