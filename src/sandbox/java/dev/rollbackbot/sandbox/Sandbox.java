package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import dev.rollbackbot.sandbox.slack.SlackStandInOptions;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.PageEvent;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The sandbox, running: one HTTP server for the stand-ins and the page, and a WebSocket server for
 * Socket Mode. Ends with {@link #close()}.
 */
public final class Sandbox implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final String CLOUDFLARE_ACCOUNT = "sandbox-account";

  private final Server server;
  private final SlackStandIn slack;
  private final PageEventLog events;
  private final URI address;
  private final RunningBackend provider;

  private Sandbox(
      Server server,
      SlackStandIn slack,
      PageEventLog events,
      URI address,
      RunningBackend provider) {
    this.server = server;
    this.slack = slack;
    this.events = events;
    this.address = address;
    this.provider = provider;
  }

  /** What stands in for the provider and the sites, and the token that its API accepts. */
  private record RunningBackend(Backend world, String token, AutoCloseable ending) {}

  /**
   * Starts everything: the workspace, the provider and the sites as they are when the bad version
   * has just gone live.
   *
   * @throws IllegalArgumentException if the manifest lacks something; the message names it
   * @throws IllegalStateException if a port can't be had
   */
  public static Sandbox start(SandboxOptions options) {
    String token = "sandbox-secret-" + UUID.randomUUID();
    try {
      CloudflareStandIn world =
          CloudflareStandIn.start(token, CLOUDFLARE_ACCOUNT, options.bindAddress(), options.fast());
      return start(options, new RunningBackend(world, token, world));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the sandbox started", e);
    }
  }

  /** Starts everything with a backend that is already running. */
  static Sandbox start(SandboxOptions options, Backend world) {
    return start(options, new RunningBackend(world, "", () -> {}));
  }

  private static Sandbox start(SandboxOptions options, RunningBackend provider) {
    try {
      return started(options, provider);
    } catch (RuntimeException e) {
      close(provider);
      throw e;
    }
  }

  private static Sandbox started(SandboxOptions options, RunningBackend provider) {
    Backend world = provider.world();
    AppManifest manifest = AppManifest.read(options.manifest());
    Server server = newServer(options);
    PageEventLog events = new PageEventLog();
    SlackStandIn slack =
        new SlackStandIn(
            new SlackStandInOptions(
                manifest,
                options.fast() ? SlackLimits.fast() : SlackLimits.real(),
                Clock.systemUTC(),
                options.bindAddress(),
                () -> address(server, options),
                world::slackThrottled,
                events::publish));
    world.onChange(
        () -> events.publish(new PageEvent("world", world.worldJson(), Optional.empty())));
    server.setHandler(new Router(slack, world, new PageRoutes(slack, world, events)));
    try {
      server.start();
    } catch (Exception e) {
      slack.close();
      throw new IllegalStateException(
          "the sandbox can't listen on "
              + options.bindAddress()
              + ":"
              + options.port()
              + ". Choose another with --port or --bind; --port 0 takes any free one.",
          e);
    }
    return new Sandbox(server, slack, events, address(server, options), provider);
  }

  private static Server newServer(SandboxOptions options) {
    QueuedThreadPool threads = new QueuedThreadPool();
    threads.setName("sandbox");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.bindAddress());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    return server;
  }

  private static URI address(Server server, SandboxOptions options) {
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    boolean everywhere =
        options.bindAddress().equals("0.0.0.0") || options.bindAddress().equals("::");
    String host = everywhere ? "localhost" : options.bindAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** Where the page is, without a slash at the end. */
  public URI address() {
    return address;
  }

  /** Sends what people do as signed POSTs to {@code <botUrl>/slack/events}. */
  public void deliverTo(URI botUrl) {
    slack.deliverTo(botUrl);
  }

  /** What can go wrong with the workspace. */
  public SlackFaults slackFaults() {
    return slack.faults();
  }

  /** The bot token of the installed app. */
  public String botToken() {
    return slack.botToken();
  }

  /** The secret that deliveries are signed with. */
  public String signingSecret() {
    return slack.signingSecret();
  }

  /** The app-level token, for Socket Mode. */
  public String appToken() {
    return slack.appToken();
  }

  /** The prefix of the Web API's methods; ends in {@code /api/}. */
  public URI slackApiUrl() {
    return URI.create(address + "/api/");
  }

  /** The base of the provider's API; ends in {@code /client/v4}. */
  public URI cloudflareApiUrl() {
    return URI.create(address + "/client/v4");
  }

  /** The only token that the provider's API takes. */
  public String cloudflareToken() {
    return provider.token();
  }

  /** The only account that the provider knows. */
  public String cloudflareAccount() {
    return CLOUDFLARE_ACCOUNT;
  }

  /** Where the deployed sites are. */
  public URI sitesUrl() {
    return URI.create(address + "/sites");
  }

  @Override
  public void close() {
    events.close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the sandbox's server did not stop", e);
    } finally {
      slack.close();
      close(provider);
    }
  }

  private static void close(RunningBackend provider) {
    try {
      provider.ending().close();
    } catch (Exception e) {
      throw new IllegalStateException("the sandbox's backend did not stop", e);
    }
  }
}
