package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.SandboxUsers;
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
final class Cluster implements AutoCloseable {
  /** One process, and the way that its calls take. */
  static final class Instance {
    final Path log;
    private final InterceptingProxy interceptingProxy;
    private final BotProcess bot;
    private volatile boolean out;
    private final AtomicInteger requests = new AtomicInteger();

    private Instance(Path log, InterceptingProxy interceptingProxy, BotProcess bot) {
      this.log = log;
      this.interceptingProxy = interceptingProxy;
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
  private final List<Instance> ships = new ArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final InterceptingProxy balancer;

  /**
   * Nobody is there yet.
   *
   * @param socket over Socket Mode; otherwise HTTP, in turn
   */
  Cluster(Path folder, String database, boolean socket) throws IOException {
    this.folder = folder;
    environment = BotProcess.environment(sandbox, folder, socket);
    environment.put("DATABASE_URL", database);
    environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
    balancer = new InterceptingProxy(this::next, _ -> false);
    sandbox.deliverTo(balancer.address());
  }

  void set(String name, String value) {
    environment.put(name, value);
  }

  private URI next() {
    List<Instance> up = ships.stream().filter(s -> !s.out).toList();
    if (up.isEmpty()) {
      return URI.create("http://127.0.0.1:9");
    }
    Instance instance = up.get(Math.floorMod(turn.getAndIncrement(), up.size()));
    instance.requests.incrementAndGet();
    return instance.bot.address();
  }

  /**
   * Starts one more and waits until all is well with it.
   *
   * @param holds as {@link InterceptingProxy} takes it, for the calls of this one
   */
  Instance launch(String main, Predicate<String> holds) throws IOException {
    Path log = folder.resolve("bot" + ships.size() + ".log");
    InterceptingProxy interceptingProxy = new InterceptingProxy(sandbox.address(), holds);
    Map<String, String> own = new HashMap<>(environment);
    own.put("SLACK_API_URL", interceptingProxy.through(sandbox.slackApiUrl()));
    own.put("CLOUDFLARE_API_BASE_URL", interceptingProxy.through(sandbox.cloudflareApiUrl()));
    BotProcess bot = BotProcess.launch(own, log, List.of(), main, "serve");
    await().until(() -> bot.answers("/readyz"));
    Instance instance = new Instance(log, interceptingProxy, bot);
    ships.add(instance);
    return instance;
  }

  SandboxUsers sandboxUsers() {
    return new SandboxUsers(sandbox.address());
  }

  @Override
  public void close() throws IOException {
    for (Instance instance : ships) {
      try {
        instance.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      instance.interceptingProxy.close();
    }
    balancer.close();
    sandbox.close();
  }
}
