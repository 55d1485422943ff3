package dev.rollbackbot;

import dev.rollbackbot.app.IncidentService;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.app.Readiness;
import dev.rollbackbot.app.Readiness.ReadinessProblem;
import dev.rollbackbot.app.ReadinessCheck;
import dev.rollbackbot.app.chart.MeasuredCharts;
import dev.rollbackbot.app.readiness.ReadinessGauges;
import dev.rollbackbot.app.trigger.AutomaticRecords;
import dev.rollbackbot.cli.BotStarter;
import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.http.HttpProbes;
import dev.rollbackbot.gateway.metric.MetricProbes;
import dev.rollbackbot.incident.assessment.ProbeSchedule;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.client.SlackOptions;
import dev.rollbackbot.slack.inbound.SlackInbound;
import dev.rollbackbot.slack.outbound.SlackChat;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.web.WebServer;
import dev.rollbackbot.work.ArtifactRetention;
import dev.rollbackbot.work.WorkSettings;
import dev.rollbackbot.work.Worker;
import dev.rollbackbot.work.WorkerDependencies;
import dev.rollbackbot.yaml.folder.RunbookSource;
import dev.rollbackbot.yaml.folder.WatchedRunbooks;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole bot, wired by plain constructors. */
final class Bot implements BotStarter.RunningBot {
  private static final Logger LOG = LoggerFactory.getLogger(Bot.class);

  /** An absence of Slack that readiness doesn't count. */
  private static final Duration ABSENCE = Duration.ofSeconds(30);

  private final WebServer web;
  private final List<AutoCloseable> resources;

  private Bot(WebServer web, List<AutoCloseable> resources) {
    this.web = web;
    this.resources = List.copyOf(resources);
  }

  /**
   * Starts the bot. Slack and the provider may be unavailable: readiness reports it, and work
   * continues once they respond.
   */
  static Bot start(Settings settings, BotStarter.Outside outside) {
    return start(settings, outside, settings.work(), slack(settings), Database.LOCK_TIMEOUT);
  }

  /** Starts the bot with these limits instead of the settings' ones. */
  static Bot start(
      Settings settings, WorkSettings work, SlackOptions slackOptions, Duration lockTimeout) {
    return start(settings, BotStarter.Outside.real(), work, slackOptions, lockTimeout);
  }

  /** As the other methods. */
  static Bot start(
      Settings settings,
      BotStarter.Outside outside,
      WorkSettings work,
      SlackOptions slackOptions,
      Duration lockTimeout) {
    InstantSource clock = Clock.systemUTC();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Providers providers = new Providers(settings, outside, clock);
    MetricSources sources = new MetricSources(settings, providers.measuring(), clock);
    WatchedRunbooks runbooks =
        WatchedRunbooks.start(
            new RunbookSource(
                settings.runbooks(),
                settings.runbookVariables(),
                settings.defaultEnvironment(),
                providers::cluster),
            serving -> {
              providers.serve(serving);
              sources.serve(serving);
              TriggerParts.serve(settings, serving);
            });
    providers
        .withoutCluster()
        .ifPresent(why -> {
          runbooks.close();
          throw new IllegalArgumentException(why);
        });
    Database database =
        Database.open(settings.databaseUrl(), lockTimeout, Incidents::evolve, runbooks::reread);
    ProviderGateway gateway = new ProviderGateway(providers.byId(), clock);
    HttpProbes probes =
        new HttpProbes(
            settings.inboundLimits(),
            settings.measuring().probeCredentials(),
            outside.addresses(),
            clock);
    SlackClient slack = new SlackClient(slackOptions, database.channelNames(), clock);
    MetricProbes measured = new MetricProbes(probes, sources.byId(), clock);
    SlackChat chat =
        new SlackChat(
            slack,
            database.incidents(),
            database.messageRefs(),
            database.artifacts(),
            new MeasuredCharts(measured),
            database.readiness(),
            clock);
    AutomaticRecords recorded =
        new AutomaticRecords(
            runbooks, database.triggerRecords(), database.outbox(), database.waitingPayloads());
    WorkerDependencies dependencies =
        dependencies(database, chat, gateway, measured, recorded, clock);
    Worker worker = new Worker(database.dataSource(), dependencies, clock, work, metrics);
    database.whenNewerBot(worker::pause);
    IncidentService incidents =
        new IncidentService(database.incidents(), worker.workScheduler(), clock);
    ReadinessParts readiness =
        new ReadinessParts(
            settings,
            runbooks,
            slack,
            gateway,
            measured,
            database.incidents()::rollbackHistory,
            clock);
    ReadinessGauges gauges = ReadinessParts.gauges(database.readiness(), metrics);
    SlackInbound inbound =
        new SlackInbound(
            slack,
            chat.mentions(),
            incidents,
            database.incidents(),
            runbooks,
            database.triggerRecords(),
            worker.payloadInbox(database.waitingPayloads()),
            readiness.previews(database.readiness(), gauges, chat),
            clock);
    TriggerParts triggers =
        new TriggerParts(
            database, runbooks, gateway, measured, incidents, chat.notices(), worker, clock);
    List<AutoCloseable> resources =
        new ArrayList<>(
            List.of(inbound, worker, slack, probes, sources, gateway, runbooks, database));
    WebServer web;
    try {
      web =
          WebServer.start(
              new WebServer.WebServerOptions(
                  settings.bind(),
                  settings.port(),
                  settings.managementPort(),
                  settings.socketMode() ? Optional.empty() : Optional.of(inbound.endpoint()),
                  triggers.alerts(settings, metrics),
                  settings.inboundLimits(),
                  checks(settings, runbooks, database, worker, slack, inbound, gateway, clock),
                  metrics::scrape));
    } catch (RuntimeException e) {
      close(resources);
      throw e;
    }
    resources.addFirst(web);
    if (database.singleProcess()) {
      worker.releaseAllPicked();
    }
    worker.start(
        incidents,
        Optional.of(
            new ArtifactRetention(
                database.artifacts(),
                chat::deleteFile,
                gateway::forgetBefore,
                settings.artifactRetention(),
                clock)),
        Optional.of(new Worker.PayloadWork(database.waitingPayloads(), inbound.decider())),
        Stream.concat(
                triggers.work().stream(),
                Stream.of(
                    readiness.nightly(
                        settings, runbooks, database.readiness(), chat, gauges, clock)))
            .toList());
    if (settings.socketMode()) {
      inbound.connect();
    }
    LOG.info(
        "listening address={} management={} runbooks={} slack={}",
        web.address(),
        web.managementAddress(),
        runbooks.all().size(),
        settings.socketMode() ? "Socket Mode" : "HTTP");
    return new Bot(web, resources);
  }

  /** For commands that read no incident. */
  static Database openDatabase(Secret url) {
    return Database.open(
        url,
        Database.LOCK_TIMEOUT,
        Incidents::evolve,
        _ -> {
          throw new IllegalStateException("no runbook is read here");
        });
  }

  private static WorkerDependencies dependencies(
      Database database,
      SlackChat chat,
      ProviderGateway gateway,
      Probes probes,
      AutomaticRecords recorded,
      InstantSource clock) {
    return new WorkerDependencies(
        database.incidents(),
        database::connection,
        database.outbox(),
        database.jobs(),
        database.artifacts(),
        chat,
        gateway,
        probes,
        (incident, job) -> ProbeSchedule.ofJob(incident, job, clock.instant()),
        incident -> ProbeSchedule.round(incident, clock.instant()),
        SlackChat::redrawAfter,
        recorded::of);
  }

  @Override
  public URI address() {
    return web.address();
  }

  static SlackOptions slack(Settings settings) {
    return SlackOptions.of(
        settings.slackApiUrl(),
        settings.slackBotToken(),
        settings.slackSigningSecret(),
        settings.slackAppToken(),
        settings.incidentsChannel(),
        settings.rolesWithin(),
        settings.inboundLimits());
  }

  private static Map<String, Supplier<Readiness>> checks(
      Settings settings,
      WatchedRunbooks runbooks,
      Database database,
      Worker worker,
      SlackClient slack,
      SlackInbound inbound,
      ProviderGateway gateway,
      InstantSource clock) {
    Map<String, Supplier<Optional<ReadinessProblem>>> checks = new LinkedHashMap<>();
    checks.put("database", () -> database.problem().map(ReadinessProblem::atOnce));
    checks.put("outbox", worker.outboxCheck());
    checks.put("slack", slack::problem);
    if (settings.socketMode()) {
      checks.put("socket", inbound::socketProblem);
    }
    checks.put("provider", () -> gateway.problem().map(ReadinessProblem::atOnce));
    Map<String, Supplier<Readiness>> timed = new LinkedHashMap<>();
    checks.forEach((name, check) -> timed.put(name, new ReadinessCheck(check, ABSENCE, clock)));
    timed.put("runbooks", runbooks::readiness);
    timed.put("groups", () -> groups(slack, runbooks));
    return timed;
  }

  /** It never counts: a bot without traffic could not help with the other runbooks. */
  private static Readiness groups(SlackClient slack, WatchedRunbooks runbooks) {
    List<String> problems = slack.groupProblems(runbooks.all());
    return problems.isEmpty() ? Readiness.WELL : new Readiness(true, String.join("; ", problems));
  }

  /** Accepts no more requests, waits for running work, and closes the database last. */
  @Override
  public void close() {
    close(resources);
    LOG.info("stopped");
  }

  private static void close(List<AutoCloseable> resources) {
    for (AutoCloseable resource : resources) {
      try {
        resource.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        LOG.error("not closed resource={}", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
