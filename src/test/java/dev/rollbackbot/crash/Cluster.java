package dev.rollbackbot.crash;

import static dev.rollbackbot.Waiting.await;

import dev.rollbackbot.BotProcess;
import dev.rollbackbot.FastRunbook;
import dev.rollbackbot.FastRunbookBot;
import dev.rollbackbot.sandbox.Sandbox;
import dev.rollbackbot.sandbox.SandboxOptions;
import dev.rollbackbot.story.fixture.RawSlackRequests;
import dev.rollbackbot.story.fixture.SandboxUsers;
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
import java.util.regex.Pattern;

/** Several processes of the bot on one database, behind one Slack app. */
final class Cluster implements AutoCloseable {
  /** Matches the log line of a rollback step that another process had started. */
  static final String TAKEN_OVER = "invocation=RollBack .*takenOver=true";

  /** One process and its proxy to the stand-ins. */
  static final class Instance {
    final Path log;
    private final InterceptingProxy proxy;
    private final BotProcess bot;
    private volatile boolean down;
    private final AtomicInteger requests = new AtomicInteger();

    private Instance(Path log, InterceptingProxy proxy, BotProcess bot) {
      this.log = log;
      this.proxy = proxy;
      this.bot = bot;
    }

    void kill() throws InterruptedException {
      down = true;
      bot.kill();
    }

    void pause() throws IOException, InterruptedException {
      down = true;
      bot.pause();
    }

    void resume() throws IOException, InterruptedException {
      bot.resume();
      down = false;
    }

    int stop() throws InterruptedException {
      down = true;
      return bot.stop();
    }

    int requests() {
      return requests.get();
    }

    /** Whether a line of its log matches, anywhere in the line. */
    boolean logs(String regex) {
      try {
        return Pattern.compile(regex).matcher(Files.readString(log)).find();
      } catch (IOException e) {
        return false;
      }
    }
  }

  private final Sandbox sandbox =
      Sandbox.start(new SandboxOptions(0, "127.0.0.1", Path.of("manifest.yml"), true));
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Instance> instances = new ArrayList<>();
  private final AtomicInteger delivered = new AtomicInteger();
  private final InterceptingProxy balancer;

  /**
   * No process yet.
   *
   * @param socket over Socket Mode; otherwise over HTTP, to each instance in turn
   */
  Cluster(Path folder, String database, boolean socket) throws IOException {
    this.folder = folder;
    environment = BotProcess.environment(sandbox, folder, socket);
    environment.put("DATABASE_URL", database);
    environment.put("RUNBOOKS", FastRunbook.runbooks(folder).toString());
    balancer = new InterceptingProxy(this::nextInstance, _ -> false);
    sandbox.deliverTo(balancer.address());
  }

  void set(String name, String value) {
    environment.put(name, value);
  }

  private URI nextInstance() {
    List<Instance> up = instances.stream().filter(s -> !s.down).toList();
    if (up.isEmpty()) {
      return URI.create("http://127.0.0.1:9");
    }
    Instance instance = up.get(Math.floorMod(delivered.getAndIncrement(), up.size()));
    instance.requests.incrementAndGet();
    return instance.bot.address();
  }

  /**
   * Starts an instance and waits until it is ready.
   *
   * @param holds for its calls, as in {@link InterceptingProxy}
   */
  Instance launch(Predicate<String> holds) throws Exception {
    Path log = folder.resolve("bot" + instances.size() + ".log");
    InterceptingProxy proxy = new InterceptingProxy(sandbox.address(), holds);
    Map<String, String> own = new HashMap<>(environment);
    own.put("SLACK_API_URL", proxy.through(sandbox.slackApiUrl()));
    own.put("CLOUDFLARE_API_BASE_URL", proxy.through(sandbox.cloudflareApiUrl()));
    BotProcess bot =
        BotProcess.launch(own, log, AotCache.options(), FastRunbookBot.class.getName());
    await().until(() -> bot.answers("/readyz"));
    Instance instance = new Instance(log, proxy, bot);
    instances.add(instance);
    return instance;
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** Requests to the instances in turn. */
  RawSlackRequests requests() {
    return new RawSlackRequests(balancer.address(), sandbox.signingSecret());
  }

  SandboxUsers users() {
    return new SandboxUsers(sandbox.address());
  }

  @Override
  public void close() throws IOException {
    for (Instance instance : instances) {
      try {
        instance.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      instance.proxy.close();
    }
    balancer.close();
    sandbox.close();
  }
}
