package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.Hurry;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.People;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Several processes of the bot on one database, behind one app of Slack. */
final class Fleet implements AutoCloseable {
  /** One process, and the way that its calls take. */
  static final class Ship {
    final Path log;
    private final Wire wire;
    private final BotProcess bot;
    private volatile boolean out;
    private final AtomicInteger requests = new AtomicInteger();

    private Ship(Path log, Wire wire, BotProcess bot) {
      this.log = log;
      this.wire = wire;
      this.bot = bot;
    }

    void kill() throws InterruptedException {
      out = true;
      bot.kill();
    }

    void pause() throws IOException, InterruptedException {
      out = true;
      bot.pause();
    }

    void resume() throws IOException, InterruptedException {
      bot.resume();
      out = false;
    }

    int stop() throws InterruptedException {
      out = true;
      return bot.stop();
    }

    int requests() {
      return requests.get();
    }

    boolean logs(String text) {
      try {
        return Files.readString(log).contains(text);
      } catch (IOException e) {
        return false;
      }
    }
  }

  private final Sandbox sandbox =
      Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Ship> ships = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final Wire balancer;

  /**
   * Nobody is there yet.
   *
   * @param socket over Socket Mode; otherwise HTTP, in turn
   */
  Fleet(Path folder, String database, boolean socket) throws IOException {
    this.folder = folder;
    environment = BotProcess.environment(sandbox, folder, socket);
    environment.put("DATABASE_URL", database);
    environment.put("RUNBOOKS", Hurry.runbooks(folder).toString());
    balancer = new Wire(this::next, _ -> false);
    sandbox.deliverTo(balancer.address());
  }

  void set(String name, String value) {
    environment.put(name, value);
  }

  private URI next() {
    List<Ship> up = ships.stream().filter(s -> !s.out).toList();
    if (up.isEmpty()) {
      return URI.create("http://127.0.0.1:9");
    }
    Ship ship = up.get(Math.floorMod(turn.getAndIncrement(), up.size()));
    ship.requests.incrementAndGet();
    return ship.bot.address();
  }

  /**
   * Starts one more and waits until all is well with it.
   *
   * @param holds as {@link Wire} takes it, for the calls of this one
   */
  Ship launch(String main, Predicate<String> holds) throws IOException {
    Path log = folder.resolve("bot" + ships.size() + ".log");
    Wire wire = new Wire(sandbox.address(), holds);
    Map<String, String> own = new HashMap<>(environment);
    own.put("SLACK_API_URL", wire.through(sandbox.slackApiUrl()));
    own.put("CLOUDFLARE_API_BASE_URL", wire.through(sandbox.cloudflareApiUrl()));
    BotProcess bot = BotProcess.launch(own, log, List.of(), main, "serve");
    await().until(() -> bot.answers("/readyz"));
    Ship ship = new Ship(log, wire, bot);
    ships.add(ship);
    return ship;
  }

  People people() {
    return new People(sandbox.address());
  }

  @Override
  public void close() throws IOException {
    for (Ship ship : ships) {
      try {
        ship.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ship.wire.close();
    }
    balancer.close();
    sandbox.close();
  }
}
