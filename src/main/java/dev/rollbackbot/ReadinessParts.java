package dev.rollbackbot;

import dev.rollbackbot.app.ChannelNames;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.app.readiness.PlanReader;
import dev.rollbackbot.app.readiness.ReadinessGauges;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.app.readiness.ReadinessRound;
import dev.rollbackbot.app.readiness.RollbackReadiness;
import dev.rollbackbot.cli.BotStarter;
import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.ProviderGateway;
import dev.rollbackbot.gateway.http.HttpProbes;
import dev.rollbackbot.gateway.metric.MetricProbes;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessNeed;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.secret.Secret;
import dev.rollbackbot.slack.client.SlackClient;
import dev.rollbackbot.slack.inbound.preview.Previews;
import dev.rollbackbot.slack.outbound.SlackChat;
import dev.rollbackbot.slack.readiness.WorkspaceReadiness;
import dev.rollbackbot.store.Database;
import dev.rollbackbot.work.Worker;
import dev.rollbackbot.yaml.folder.RunbookSource;
import dev.rollbackbot.yaml.folder.WatchedRunbooks;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What asks whether a rollback would work: by itself every night, and for people. */
final class ReadinessParts {
  /** Name of the repeated work. */
  private static final String NIGHTLY = "readiness";

  private final PlanReader plans;
  private final RollbackReadiness readiness;

  /** {@code history} tells what earlier rollbacks showed about these resources. */
  ReadinessParts(
      Settings settings,
      WatchedRunbooks runbooks,
      SlackClient slack,
      ProviderGateway gateway,
      MetricProbes probes,
      Function<List<String>, RollbackHistory> history,
      InstantSource clock) {
    plans = new PlanReader(gateway, history, clock);
    readiness =
        new RollbackReadiness(
            new WorkspaceReadiness(slack),
            gateway,
            plans,
            probes,
            settings.alertSources().keySet(),
            runbooks::warnings,
            clock);
  }

  /** Once, without a bot: nothing is stored and nobody is told. */
  static List<ReadinessReport> ask(
      Settings settings, Optional<String> runbook, Optional<String> environment) {
    InstantSource clock = Clock.systemUTC();
    Providers providers = new Providers(settings, BotStarter.Outside.real(), clock);
    UnreadHistory history = new UnreadHistory(settings.databaseUrl());
    try (MetricSources sources = new MetricSources(settings, providers.measuring(), clock);
        WatchedRunbooks runbooks =
            WatchedRunbooks.start(
                new RunbookSource(
                    settings.runbooks(),
                    settings.runbookVariables(),
                    settings.defaultEnvironment(),
                    providers::cluster),
                providers::serve);
        ProviderGateway gateway = new ProviderGateway(providers.byId(), clock);
        HttpProbes http =
            new HttpProbes(
                settings.inboundLimits(),
                settings.measuring().probeCredentials(),
                BotStarter.Outside.real().addresses(),
                clock);
        SlackClient slack = new SlackClient(Bot.slack(settings), new NamesInMemory(), clock)) {
      RollbackReadiness readiness =
          new ReadinessParts(
                  settings,
                  runbooks,
                  slack,
                  gateway,
                  new MetricProbes(http, sources.byId(), clock),
                  history,
                  clock)
              .readiness;
      return runbooks.all().stream()
          .filter(r -> runbook.filter(id -> !id.equals(r.id())).isEmpty())
          .flatMap(r ->
              r.environments().stream()
                  .filter(e -> environment.filter(id -> !id.equals(e.id())).isEmpty())
                  .map(e -> history.noted(readiness.of(r, e))))
          .toList();
    }
  }

  /** Reads the bot's database; where that can't be, nothing is known of earlier rollbacks. */
  private static final class UnreadHistory implements Function<List<String>, RollbackHistory> {
    private final Secret url;
    private Optional<String> why = Optional.empty();

    UnreadHistory(Secret url) {
      this.url = url;
    }

    @Override
    public RollbackHistory apply(List<String> resources) {
      try {
        return Database.readHistory(url, resources);
      } catch (StoreUnavailable e) {
        why = Optional.of(e.why());
        return RollbackHistory.NONE;
      }
    }

    ReadinessReport noted(ReadinessReport report) {
      return why.map(text ->
              new ReadinessReport(
                  report.runbook(),
                  report.environment(),
                  report.at(),
                  Stream.concat(
                          report.facts().stream(),
                          Stream.of(
                              ReadinessFact.doubtful(
                                  ReadinessNeed.TARGETS,
                                  "history",
                                  "Which versions earlier rollbacks marked bad is not known here. %s."
                                      .formatted(text))))
                      .toList()))
          .orElse(report);
    }
  }

  /** What was looked up in this process. */
  private static final class NamesInMemory implements ChannelNames {
    private final Map<String, ResolvedName> names = new ConcurrentHashMap<>();

    @Override
    public Optional<ResolvedName> resolved(String name) {
      return Optional.ofNullable(names.get(name));
    }

    @Override
    public void save(String name, ResolvedName resolved) {
      names.put(name, resolved);
    }

    @Override
    public void forget(String id) {
      names.values().removeIf(known -> known.id().filter(id::equals).isPresent());
    }
  }

  /** For people, whose results are shown and kept as well. */
  Previews previews(ReadinessRecords records, ReadinessGauges gauges, SlackChat chat) {
    return new Previews(plans, readiness, records, gauges, chat::printChecklist);
  }

  /** Every night at the hour of the settings. */
  Worker.RepeatedWork nightly(
      Settings settings,
      Runbooks runbooks,
      ReadinessRecords records,
      SlackChat chat,
      ReadinessGauges gauges,
      InstantSource clock) {
    ReadinessRound round =
        new ReadinessRound(
            runbooks,
            readiness::of,
            records,
            chat.readinessNotices(),
            gauges,
            settings.readinessHour(),
            clock);
    return new Worker.RepeatedWork(NIGHTLY, round::run, round::next);
  }

  /** The newest results of before the start. */
  static ReadinessGauges gauges(ReadinessRecords records, MeterRegistry meters) {
    ReadinessGauges gauges = new ReadinessGauges(meters);
    gauges.showOnly(records.newest());
    return gauges;
  }
}
