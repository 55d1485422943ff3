package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.cloudflare.Backend;
import dev.rollbackbot.sandbox.cloudflare.CloudflareStandIn;
import dev.rollbackbot.sandbox.kubernetes.KubernetesStandIn;
import dev.rollbackbot.sandbox.metrics.PrometheusStandIn;
import dev.rollbackbot.sandbox.people.PlayedPeople;
import dev.rollbackbot.sandbox.played.PlayedBackend;
import dev.rollbackbot.sandbox.played.PlayedRunbooks;
import dev.rollbackbot.sandbox.shared.SwitchGroup;
import dev.rollbackbot.sandbox.shop.Shop;
import dev.rollbackbot.sandbox.slack.SlackStandIn;
import dev.rollbackbot.sandbox.slack.SlackStandInOptions;
import dev.rollbackbot.sandbox.slack.state.AppManifest;
import dev.rollbackbot.sandbox.slack.state.PageEvent;
import dev.rollbackbot.sandbox.slack.state.SlackFaults;
import dev.rollbackbot.sandbox.slack.state.SlackLimits;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;

/** A running sandbox: one HTTP server for the stand-ins and the page, one WebSocket server. */
public final class Sandbox implements AutoCloseable {
  private static final String CLOUDFLARE_ACCOUNT = "sandbox-account";

  private final Server server;
  private final SlackStandIn slack;
  private final PageEventLog events;
  private final URI address;
  private final Backend backend;
  private final String cloudflareToken;
  private final Optional<Companies> companies;

  /** What only a whole sandbox has; one token for GitHub and Unleash. */
  private record Companies(
      Consumer<SwitchGroup> switches,
      Consumer<Consumer<String>> kubernetesToken,
      String shopToken) {}

  private Sandbox(
      Server server,
      SlackStandIn slack,
      PageEventLog events,
      URI address,
      Backend backend,
      String cloudflareToken,
      Optional<Companies> companies) {
    this.server = server;
    this.slack = slack;
    this.events = events;
    this.address = address;
    this.backend = backend;
    this.cloudflareToken = cloudflareToken;
    this.companies = companies;
  }

  /**
   * Starts everything.
   *
   * @throws IllegalArgumentException for an invalid manifest; the message names the part
   * @throws IllegalStateException if a port is not available
   */
  public static Sandbox start(SandboxOptions options) {
    String token = newToken();
    String shopToken = newToken();
    Shop shop = Shop.start(newToken(), shopToken, options.fast());
    CloudflareStandIn cloudflare = cloudflare(options, token);
    shop.onFirstCompanyDeploys((service, environment) ->
        cloudflare.repair(
            (service.equals("ui") ? "erlvinc-dashboard" : "foundation-" + service)
                + "-"
                + environment));
    CombinedBackend both = new CombinedBackend(cloudflare, shop);
    Companies companies = new Companies(both::add, shop::onKubernetesToken, shopToken);
    return start(options, both, token, Optional.of(companies));
  }

  /** As the other method, with what these runbooks name in place of the two companies. */
  public static Sandbox start(SandboxOptions options, PlayedRunbooks runbooks) {
    String token = newToken();
    String githubToken = newToken();
    KubernetesStandIn kubernetes =
        KubernetesStandIn.start(Shop.KUBERNETES, newToken(), options.fast());
    PlayedBackend played =
        new PlayedBackend(
            runbooks, cloudflare(options, token), kubernetes, githubToken, options.fast());
    Companies companies =
        new Companies(
            _ -> {
              throw new IllegalStateException("runbooks are played without a machine");
            },
            kubernetes::onToken,
            githubToken);
    Sandbox sandbox = start(options, played, token, Optional.of(companies));
    sandbox.slack.add(runbooks.groups(), runbooks.channels());
    return sandbox;
  }

  private static String newToken() {
    return "sandbox-secret-" + UUID.randomUUID();
  }

  private static CloudflareStandIn cloudflare(SandboxOptions options, String token) {
    return CloudflareStandIn.start(
        token, CLOUDFLARE_ACCOUNT, options.bindAddress(), options.fast());
  }

  static Sandbox start(SandboxOptions options, Backend backend) {
    return start(options, backend, "", Optional.empty());
  }

  private static Sandbox start(
      SandboxOptions options,
      Backend backend,
      String cloudflareToken,
      Optional<Companies> companies) {
    try {
      return started(options, backend, cloudflareToken, companies);
    } catch (RuntimeException e) {
      backend.close();
      throw e;
    }
  }

  private static Sandbox started(
      SandboxOptions options,
      Backend backend,
      String cloudflareToken,
      Optional<Companies> companies) {
    Server server = SandboxServer.create(options);
    PageEventLog events = new PageEventLog();
    SlackStandIn slack =
        new SlackStandIn(
            new SlackStandInOptions(
                AppManifest.read(options.manifest()),
                options.fast() ? SlackLimits.fast() : SlackLimits.real(),
                Clock.systemUTC(),
                options.bindAddress(),
                () -> SandboxServer.address(server, options),
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
        server,
        slack,
        events,
        SandboxServer.address(server, options),
        backend,
        cloudflareToken,
        companies);
  }

  /** Without a slash at the end. */
  public URI address() {
    return address;
  }

  /** To {@code <botUrl>/slack/events}. */
  public void deliverTo(URI botUrl) {
    slack.deliverTo(botUrl);
  }

  /** What the page lets people see and do, without a browser. */
  public PlayedPeople.Page page() {
    return new PlayedPeople.Page() {
      @Override
      public JsonObject state(String user) {
        return slack.state(user);
      }

      @Override
      public JsonObject act(JsonObject action) {
        return slack.act(action);
      }
    };
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
    return URI.create(address + Shop.KUBERNETES);
  }

  /** Gives the listener the cluster's token at once, and each later one. */
  public void onKubernetesToken(Consumer<String> listener) {
    companies.orElseThrow().kubernetesToken().accept(listener);
  }

  /** Of GitHub's REST API, as an Enterprise Server has it. */
  public URI githubApiUrl() {
    return URI.create(address + Shop.GITHUB + "/api/v3");
  }

  /** Of Unleash, where the shop's feature flag is. */
  public URI unleashUrl() {
    return URI.create(address + Shop.UNLEASH);
  }

  /** Of GitHub and of Unleash. */
  public String shopToken() {
    return companies.orElseThrow().shopToken();
  }

  /** Shows more faults on the page; their ids differ from all that there are. */
  public void add(SwitchGroup group) {
    companies.orElseThrow().switches().accept(group);
  }

  /** In place of an address that a played runbook names: where it is answered here. */
  public URI inPlaceOf(URI address) {
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return URI.create(
        this.address
            + PlayedBackend.HOSTS
            + address.getRawAuthority().replace("[", "%5B").replace("]", "%5D")
            + address.getRawPath()
            + query);
  }

  /** Where the stand-ins of programs ask how they end. */
  public URI programsUrl() {
    return URI.create(address + PlayedBackend.PROGRAMS);
  }

  /** Of a Prometheus that knows the services' traffic. */
  public URI prometheusUrl() {
    return URI.create(address + PrometheusStandIn.PATH);
  }

  /** With it a caller of the sites is signed in. */
  public String sitesToken() {
    return CloudflareStandIn.sitesToken(cloudflareToken);
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
