package dev.rollbackbot;

import dev.rollbackbot.cli.BotStarter;
import dev.rollbackbot.cli.Settings;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.cloudflare.CloudflareOptions;
import dev.rollbackbot.gateway.cloudflare.CloudflareProvider;
import dev.rollbackbot.gateway.cloudflare.D1Provider;
import dev.rollbackbot.gateway.database.jdbc.SqlDatabaseProvider;
import dev.rollbackbot.gateway.database.jdbc.WritableDatabase;
import dev.rollbackbot.gateway.github.GitHubProvider;
import dev.rollbackbot.gateway.httpjob.HttpJobProvider;
import dev.rollbackbot.gateway.kubernetes.KubernetesOptions;
import dev.rollbackbot.gateway.kubernetes.KubernetesProvider;
import dev.rollbackbot.gateway.metric.MetricSource;
import dev.rollbackbot.gateway.process.ProcessProvider;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.measure.JobMetric;
import dev.rollbackbot.runbook.measure.LogMetric;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers whose settings are there; none is required. */
final class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  /** Of one statement of a script. */
  private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(30);

  private final Map<String, Provider> byId = new LinkedHashMap<>();
  private final Map<String, MetricSource> measuring = new LinkedHashMap<>();
  private final Optional<CloudflareOptions> cloudflare;
  private final Optional<KubernetesOptions> kubernetes;
  private final Optional<KubernetesProvider> clusters;
  private final Optional<HttpJobProvider> httpJobs;
  private final Optional<GitHubProvider> github;

  Providers(Settings settings, BotStarter.Outside outside, InstantSource clock) {
    cloudflare = settings.cloudflareAccountId().map(account -> cloudflare(settings, account));
    cloudflare.ifPresent(options -> {
      CloudflareProvider account = new CloudflareProvider(options, clock);
      byId.put(CloudflareProvider.ID, account);
      byId.put(D1Provider.ID, new D1Provider(account, clock));
      measuring.put(LogMetric.SOURCE, account.logs());
    });
    kubernetes = settings.kubernetes();
    clusters = kubernetes.map(options -> new KubernetesProvider(options, List.of(), clock));
    clusters.ifPresent(provider -> byId.put(KubernetesProvider.ID, provider));
    settings
        .process()
        .map(outside.programs())
        .ifPresent(options -> {
          ProcessProvider machine = new ProcessProvider(options, clock);
          byId.put(ProcessProvider.ID, machine);
          machine.measuring(clock).ifPresent(source -> measuring.put(JobMetric.SOURCE, source));
        });
    List<WritableDatabase> databases =
        settings.measuring().databases().stream()
            .flatMap(d ->
                d.scripts().stream()
                    .map(login ->
                        new WritableDatabase(
                            d.id(), d.url(), login.user(), login.password(), SCRIPT_LIMIT)))
            .toList();
    if (!databases.isEmpty()) {
      byId.put(SqlDatabaseProvider.ID, new SqlDatabaseProvider(databases, clock));
    }
    github = settings.github().map(options -> new GitHubProvider(options, clock));
    github.ifPresent(provider -> byId.put(GitHubProvider.ID, provider));
    httpJobs =
        settings
            .httpJobs()
            .map(options -> new HttpJobProvider(options, outside.addresses(), clock));
    httpJobs.ifPresent(provider -> byId.put(HttpJobProvider.ID, provider));
  }

  Map<String, Provider> byId() {
    return byId;
  }

  /** What providers can also measure, by the source's id. */
  Map<String, MetricSource> measuring() {
    return measuring;
  }

  /** By the settings: that of an environment, by its id; empty: it has none. */
  Optional<ClusterRef> cluster(String environment) {
    return kubernetes.flatMap(options -> options.cluster(environment));
  }

  /** Why a service of the runbooks has no cluster, and the way out; empty: each has one. */
  Optional<String> withoutCluster() {
    return clusters.flatMap(KubernetesProvider::withoutCluster);
  }

  private static CloudflareOptions cloudflare(Settings settings, String account) {
    return CloudflareOptions.of(
            settings.cloudflareApiBaseUrl(),
            account,
            settings.cloudflareApiToken(),
            settings.inboundLimits())
        .with(
            settings.cloudflareApiToken(),
            settings.cloudflareEnvironmentTokens(),
            Optional.of(settings.cloudflareStatusUrl()));
  }

  /**
   * Says in the log what the runbooks need and the settings lack, and the other way round; the
   * rights that they need are checked from then on.
   */
  void serve(List<Runbook> runbooks) {
    for (Runbook runbook : runbooks) {
      runbook.providers().stream()
          .filter(id -> !byId.containsKey(id))
          .forEach(id ->
              LOG.warn(
                  "runbook needs a provider whose settings are missing runbook={} provider={}",
                  runbook.id(),
                  id));
    }
    List<String> environments =
        runbooks.stream().flatMap(r -> r.environments().stream()).map(Environment::id).toList();
    Stream.concat(
            cloudflare.stream().flatMap(o -> o.tokensWithoutEnvironment(environments).stream()),
            kubernetes.stream().flatMap(o -> o.contextsWithoutEnvironment(environments).stream()))
        .forEach(setting ->
            LOG.warn("no runbook has the environment of this setting setting={}", setting));
    clusters.ifPresent(provider -> provider.serve(services(runbooks, KubernetesProvider.ID)));
    withoutCluster().ifPresent(why -> LOG.error("an environment has no cluster reason={}", why));
    httpJobs.ifPresent(provider -> provider.serve(jobs(runbooks, HttpSpec.class)));
    github.ifPresent(provider ->
        provider.serve(
            jobs(runbooks, JobSpec.class).stream()
                .filter(job -> job.provider().equals(GitHubProvider.ID))
                .toList(),
            services(runbooks, GitHubProvider.ID)));
  }

  private static <T extends JobSpec> List<T> jobs(List<Runbook> runbooks, Class<T> kind) {
    return runbooks.stream()
        .flatMap(runbook -> runbook.methods().stream())
        .flatMap(method -> method.steps().stream())
        .flatMap(step ->
            step instanceof Step.JobStep run && kind.isInstance(run.job())
                ? Stream.of(kind.cast(run.job()))
                : Stream.empty())
        .distinct()
        .toList();
  }

  private static List<ServiceRef> services(List<Runbook> runbooks, String provider) {
    return runbooks.stream()
        .flatMap(runbook ->
            runbook.environments().stream()
                .flatMap(environment ->
                    environment.bindings().keySet().stream()
                        .map(service -> runbook.serviceIn(environment, service))))
        .filter(service -> service.service().kind().provider().equals(provider))
        .distinct()
        .toList();
  }
}
