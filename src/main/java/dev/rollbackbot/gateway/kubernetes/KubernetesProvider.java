package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.app.CachedCheck;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Deployments, StatefulSets and DaemonSets of one or more clusters. */
public final class KubernetesProvider implements Provider {
  /** As runbooks name it. */
  public static final String ID = "kubernetes";

  /** Several calls for each service. */
  private static final Duration ACCESS_CHECK_INTERVAL = Duration.ofMinutes(1);

  private final KubernetesOptions options;
  private final InstantSource clock;

  /** By the keys of the options. */
  private final Map<String, KubernetesClient> clients = new LinkedHashMap<>();

  private volatile Set<ServiceRef> services;
  private final CachedCheck<Optional<String>> access;

  /**
   * Opens no connection yet.
   *
   * @param services of the runbooks, whose rights are checked
   */
  public KubernetesProvider(
      KubernetesOptions options, Collection<ServiceRef> services, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.services = new LinkedHashSet<>(services);
    options
        .clusters()
        .forEach((key, cluster) -> clients.put(key, new KubernetesClient(cluster, options, clock)));
    access = new CachedCheck<>(this::accessProblem, ACCESS_CHECK_INTERVAL, clock);
  }

  /** The services of the runbooks that are in use now. */
  public void serve(Collection<ServiceRef> used) {
    services = new LinkedHashSet<>(used);
  }

  @Override
  public String name() {
    return KubernetesClient.NAME;
  }

  private KubernetesClient client(ServiceRef service) throws ProviderReadException {
    KubernetesClient own =
        options
            .key(service.environment())
            .map(clients::get)
            .orElseThrow(() ->
                new ProviderReadException(
                    Outcome.FailureKind.REFUSED, "no-cluster", missing(service.environment())));
    Optional<ClusterRef> meant =
        service.cluster().filter(c -> !c.server().equals(own.access().knownBy()));
    if (meant.isPresent()) {
      throw new ProviderReadException(
          Outcome.FailureKind.REFUSED,
          "other-cluster",
          "It was planned in %s, and by the settings it is in %s now. Make the plan again."
              .formatted(meant.get().text(), own.access()));
    }
    return own;
  }

  private String missing(Optional<String> environment) {
    return options.missing(environment, environments().toList());
  }

  private Stream<String> environments() {
    return services.stream().flatMap(service -> service.environment().stream()).distinct();
  }

  /** Why a service of the runbooks has no cluster, and the way out; empty: each has one. */
  public Optional<String> withoutCluster() {
    return environments()
        .filter(environment -> options.cluster(environment).isEmpty())
        .map(environment -> missing(Optional.of(environment)))
        .findFirst();
  }

  private static WorkloadKind kind(ServiceRef service) {
    return switch (service.service().kind()) {
      case DEPLOYMENT -> WorkloadKind.DEPLOYMENT;
      case STATEFUL_SET -> WorkloadKind.STATEFUL_SET;
      case DAEMON_SET -> WorkloadKind.DAEMON_SET;
      case WORKER, PAGES, GITHUB_ENVIRONMENT, OTHER ->
          throw new IllegalArgumentException(service.lockKey() + " is not Kubernetes'");
    };
  }

  @Override
  public ServiceApi serviceApi(ServiceRef service) throws ProviderReadException {
    return new WorkloadApi(client(service), kind(service), rateLimitBudget(), clock);
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return new RateLimitBudget(options.timings().rateLimitBudget(), options.timings().settle());
  }

  @Override
  public Duration settleTime() {
    return options.timings().settle();
  }

  /** Calls Kubernetes at most once a minute. */
  @Override
  public Optional<String> problem() {
    return access.get();
  }

  private Optional<String> accessProblem() {
    for (ServiceRef service : services) {
      try {
        Optional<String> problem =
            AccessCheck.problem(client(service), kind(service), service.resource());
        if (problem.isPresent()) {
          return problem;
        }
      } catch (ProviderReadException e) {
        return Optional.of(e.text());
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    clients.values().forEach(KubernetesClient::close);
  }
}
