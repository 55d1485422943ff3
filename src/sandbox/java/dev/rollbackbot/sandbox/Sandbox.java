package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import dev.rollbackbot.sandbox.slack.SlackStandInOptions;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.PageEvent;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A running sandbox: one HTTP server for the stand-ins and the page, one WebSocket server. */
public final class Sandbox implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final String CLOUDFLARE_ACCOUNT = "sandbox-account";

  private final Server server;
  private final SlackStandIn slack;
  private final PageEventLog events;
  private final URI address;
  private final Backend backend;
  private final String cloudflareToken;
  private final Optional<KubernetesStandIn> kubernetes;

  private Sandbox(
      Server server,
      SlackStandIn slack,
      PageEventLog events,
      URI address,
      Backend backend,
      String cloudflareToken,
      Optional<KubernetesStandIn> kubernetes) {
    this.server = server;
    this.slack = slack;
    this.events = events;
    this.address = address;
    this.backend = backend;
    this.cloudflareToken = cloudflareToken;
    this.kubernetes = kubernetes;
  }

  /**
   * Starts everything.
   *
   * @throws IllegalArgumentException for an invalid manifest; the message names the part
   * @throws IllegalStateException if a port is not available
   */
  public static Sandbox start(SandboxOptions options) {
    String token = "sandbox-secret-" + UUID.randomUUID();
    KubernetesStandIn kubernetes =
        KubernetesStandIn.start(
            CombinedBackend.KUBERNETES, "sandbox-secret-" + UUID.randomUUID(), options.fast());
    Backend cloudflare =
        CloudflareStandIn.start(token, CLOUDFLARE_ACCOUNT, options.bindAddress(), options.fast());
    return start(
        options, new CombinedBackend(cloudflare, kubernetes), token, Optional.of(kubernetes));
  }

  static Sandbox start(SandboxOptions options, Backend backend) {
    return start(options, backend, "", Optional.empty());
  }

  private static Sandbox start(
      SandboxOptions options,
      Backend backend,
      String cloudflareToken,
      Optional<KubernetesStandIn> kubernetes) {
    try {
      return started(options, backend, cloudflareToken, kubernetes);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Sandbox started(
      SandboxOptions options,
      Backend backend,
      String cloudflareToken,
      Optional<KubernetesStandIn> kubernetes) {
    Server server = newServer(options);
    PageEventLog events = new PageEventLog();
    SlackStandIn slack =
        new SlackStandIn(
            new SlackStandInOptions(
                AppManifest.read(options.manifest()),
                options.fast() ? SlackLimits.fast() : SlackLimits.real(),
                Clock.systemUTC(),
                options.bindAddress(),
                () -> address(server, options),
                backend::slackThrottled,
                events::publish));
    backend.onChange(() -> events.publish(PageEvent.backend()));
    server.setHandler(
        new Router(
            new AllowedHosts(options.bindAddress()),
            slack,
            backend,
            new PageRoutes(slack, backend, events)));
    try {
      server.start();
    } catch (Exception e) {
      slack.close();
      throw new IllegalStateException(
          "the sandbox can't listen on %s:%d. Choose another with --port or --bind; --port 0 takes any free one."
              .formatted(options.bindAddress(), options.port()),
          e);
    }
    return new Sandbox(
        server, slack, events, address(server, options), backend, cloudflareToken, kubernetes);
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
    boolean everywhere = List.of("0.0.0.0", "::").contains(options.bindAddress());
    String host = everywhere ? "localhost" : options.bindAddress();
    return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
  }

  /** Without a slash at the end. */
  public URI address() {
    return address;
  }

  /** To {@code <botUrl>/slack/events}. */
  public void deliverTo(URI botUrl) {
    slack.deliverTo(botUrl);
  }

  public SlackFaults slackFaults() {
    return slack.faults();
  }

  public String botToken() {
    return slack.botToken();
  }

  public String signingSecret() {
    return slack.signingSecret();
  }

  /** For Socket Mode. */
  public String appToken() {
    return slack.appToken();
  }

  /** Ends the Socket Mode connections, as Slack does now and then. */
  public void disconnectSockets() {
    slack.disconnectSockets("refresh_requested");
  }

  /** The prefix of the Web API's methods; ends in {@code /api/}. */
  public URI slackApiUrl() {
    return URI.create(address + "/api/");
  }

  /** The base of the provider's API; ends in {@code /client/v4}. */
  public URI cloudflareStatusUrl() {
    return URI.create(address + "/cloudflarestatus/api/v2/summary.json");
  }

  public URI cloudflareApiUrl() {
    return URI.create(address + "/client/v4");
  }

  public String cloudflareToken() {
    return cloudflareToken;
  }

  public String cloudflareAccount() {
    return CLOUDFLARE_ACCOUNT;
  }

  /** Of the API server. */
  public URI kubernetesUrl() {
    return URI.create(address + CombinedBackend.KUBERNETES);
  }

  /** Gives the listener the cluster's token at once, and each later one. */
  public void onKubernetesToken(Consumer<String> listener) {
    kubernetes.orElseThrow().onToken(listener);
  }

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
      backend.close();
    }
  }
}
