package dev.rollbackbot;

import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.ProbeRound;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.gateway.cloudflare.CloudflareGateway;
import dev.rollbackbot.gateway.cloudflare.CloudflareOptions;
import dev.rollbackbot.gateway.http.HttpProbes;
import dev.rollbackbot.incident.Facts;
import dev.rollbackbot.incident.Incidents;
import dev.rollbackbot.incident.Probing;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.slack.SlackBot;
import dev.rollbackbot.slack.SlackOptions;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.web.WebServer;
import dev.rollbackbot.work.WorkPorts;
import dev.rollbackbot.work.WorkSettings;
import dev.rollbackbot.work.Worker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole bot, wired by plain constructors. */
final class Bot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bot.class);

  private final WebServer web;
  private final List<AutoCloseable> inOrder;

  private Bot(WebServer web, List<AutoCloseable> inOrder) {
    this.web = web;
    this.inOrder = List.copyOf(inOrder);
  }

  /**
   * Starts it. Slack and the provider may be away: readiness says so, and work goes on when they
   * are back.
   */
  static Bot start(Settings settings) {
    return start(settings, settings.work(), slack(settings));
  }

  /** Starts it with other limits than the settings give. */
  static Bot start(Settings settings, WorkSettings work, SlackOptions slackOptions) {
    InstantSource clock = Clock.systemUTC();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    RunbookLibrary runbooks =
        RunbookLibrary.read(
            settings.runbooks(), settings.runbookVariables(), settings.defaultEnvironment());
    Database database = Database.open(settings.databaseUrl(), Incidents::evolve, runbooks::reread);
    CloudflareGateway gateway = new CloudflareGateway(cloudflare(settings), clock);
    HttpProbes probes = new HttpProbes(settings.limits());
    SlackBot slack =
        new SlackBot(
            slackOptions,
            database.incidents(),
            runbooks,
            database.messageRefs(),
            database.artifacts(),
            clock);
    WorkPorts ports =
        new WorkPorts(
            database.incidents(),
            database.outbox(),
            database.jobs(),
            database.artifacts(),
            slack.chat(),
            gateway,
            probes,
            state -> round(state, clock),
            SlackBot::redrawAfter);
    Worker worker = new Worker(database.dataSource(), ports, clock, work, metrics);
    IncidentService incidents = new IncidentService(database.incidents(), worker.agenda(), clock);
    slack.listen(incidents);
    List<AutoCloseable> behind = List.of(slack, worker, gateway, probes, database);
    WebServer web;
    try {
      web = WebServer.start(web(settings, slack, metrics, checks(database, slack, gateway)));
    } catch (RuntimeException e) {
      close(behind);
      throw e;
    }
    if (database.sole()) {
      worker.takeUpAll();
    }
    worker.start(incidents);
    if (settings.socketMode()) {
      slack.connect();
    }
    LOG.info(
        "listening on {}, {} runbooks, Slack over {}",
        web.address(),
        runbooks.all().size(),
        settings.socketMode() ? "Socket Mode" : "HTTP");
    List<AutoCloseable> all = new ArrayList<>(behind);
    all.addFirst(web);
    return new Bot(web, all);
  }

  private static WebServer.Options web(
      Settings settings,
      SlackBot slack,
      PrometheusMeterRegistry metrics,
      Map<String, Supplier<Optional<String>>> checks) {
    return new WebServer.Options(
        settings.bind(),
        settings.port(),
        settings.socketMode() ? Optional.empty() : Optional.of(slack.door()),
        settings.limits(),
        checks,
        metrics::scrape);
  }

  /** Where it listens. */
  URI address() {
    return web.address();
  }

  static SlackOptions slack(Settings s) {
    return SlackOptions.of(
        s.slackApiUrl(),
        s.slackBotToken(),
        s.slackSigningSecret(),
        s.slackAppToken(),
        s.incidentsChannel(),
        s.limits());
  }

  private static CloudflareOptions cloudflare(Settings s) {
    return CloudflareOptions.of(
        s.cloudflareApiBaseUrl(), s.cloudflareAccountId(), s.cloudflareApiToken(), s.limits());
  }

  private static Map<String, Supplier<Optional<String>>> checks(
      Database database, SlackBot slack, CloudflareGateway gateway) {
    Map<String, Supplier<Optional<String>>> out = new LinkedHashMap<>();
    out.put("database", database::problem);
    out.put("slack", slack::problem);
    out.put("provider", gateway::problem);
    return out;
  }

  /** What a state wants measured now, and where. */
  private static Optional<ProbeRound> round(State state, InstantSource clock) {
    List<Probe> wanted = Probing.wanted(state, clock.instant());
    if (wanted.isEmpty() || !(state instanceof State.Declared declared)) {
      return Optional.empty();
    }
    Facts f = declared.facts();
    Environment environment = f.environment();
    List<Probes.Target> targets =
        wanted.stream()
            .flatMap(p ->
                f
                    .runbook()
                    .address(environment, p.service())
                    .map(a -> new Probes.Target(p, a))
                    .stream())
            .toList();
    Duration interval = environment.probeInterval().orElse(f.runbook().verification().interval());
    return Optional.of(new ProbeRound(targets, interval));
  }

  /** Takes no more requests, lets work that runs end, and closes the database last. */
  @Override
  public void close() {
    close(inOrder);
    LOG.info("stopped");
  }

  private static void close(List<AutoCloseable> inOrder) {
    for (AutoCloseable each : inOrder) {
      try {
        each.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.error("{} did not close: {}", each.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
