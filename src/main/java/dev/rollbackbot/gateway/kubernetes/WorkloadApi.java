package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.CallResult.UnknownResult;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.gateway.kubernetes.WorkloadPatch.SentPatch;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A rollback gives a workload the template of an earlier revision; pods follow by and by. For one
 * job, and not thread-safe.
 */
final class WorkloadApi implements ServiceApi {
  /** Longer than the usual deadline of Kubernetes, so that its own report comes first. */
  private static final Duration ROLLOUT_LIMIT = Duration.ofMinutes(12);

  /** The API server and a proxy before it may work on a request for as long. */
  private static final Duration MAY_STILL_ARRIVE = Duration.ofMinutes(1);

  /** The API server has ended its work on the request. */
  private static final String ENDED = "http-500";

  private final KubernetesClient client;
  private final WorkloadKind kind;
  private final RateLimitBudget ownBudget;
  private final InstantSource clock;
  private Optional<LostAnswer> lost = Optional.empty();

  WorkloadApi(
      KubernetesClient client, WorkloadKind kind, RateLimitBudget ownBudget, InstantSource clock) {
    this.client = client;
    this.kind = kind;
    this.ownBudget = ownBudget;
    this.clock = clock;
  }

  /** A request that may still be carried out, but only on an object of that version. */
  private record LostAnswer(JsonValue resourceVersion, Instant until) {}

  @Override
  public String provider() {
    return KubernetesClient.NAME;
  }

  private Workload read(String resource, RateLimitBudget budget) throws ProviderReadException {
    return new WorkloadReader(client, kind, budget).read(resource);
  }

  @Override
  public ServiceDeployments survey(ServiceRef service, RateLimitBudget budget)
      throws ProviderReadException {
    return new WorkloadSurvey(service, read(service.resource(), budget)).survey();
  }

  @Override
  public Deployment live(String resource, List<Version> known, RateLimitBudget budget)
      throws ProviderReadException {
    return read(resource, budget).live();
  }

  @Override
  public List<RunningDeployment> running(String resource, RateLimitBudget budget)
      throws ProviderReadException {
    return WorkloadSurvey.running(read(resource, budget));
  }

  /** The workload keeps the last request; a ReplicaSet keeps what the workload had with it. */
  @Override
  public Optional<Deployment> madeBy(RollBack job, RateLimitBudget budget)
      throws ProviderReadException {
    Workload workload = read(job.service().resource(), budget);
    boolean last = workload.isRequestedBy(job.message()) && workload.wants(job.target());
    boolean former =
        workload
            .revision(job.target().id())
            .flatMap(revision -> revision.annotation(Workload.REQUEST))
            .equals(Optional.of(job.message()));
    return last || former
        ? Optional.of(
            new Deployment(
                job.target().id(),
                last ? workload.writtenAt() : Optional.empty(),
                Optional.empty(),
                List.of(new TrafficShare(job.target(), 100))))
        : Optional.empty();
  }

  @Override
  public CallResult put(RollBack job, boolean force, LeaseCheck leaseCheck)
      throws ProviderReadException {
    WorkloadReader reader = new WorkloadReader(client, kind, ownBudget);
    SentPatch sent = new WorkloadPatch(reader, job, leaseCheck).send();
    lost =
        sent.result() instanceof UnknownResult unknown && !unknown.code().equals(ENDED)
            ? Optional.of(
                new LostAnswer(sent.resourceVersion(), clock.instant().plus(MAY_STILL_ARRIVE)))
            : Optional.empty();
    return sent.result();
  }

  @Override
  public Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
    Workload workload = read(job.service().resource(), budget);
    boolean mayArrive =
        lost.filter(l -> clock.instant().isBefore(l.until()))
            .filter(l -> l.resourceVersion().equals(WorkloadPatch.version(workload.object())))
            .isPresent();
    return mayArrive
        ? new Rollout.UnderWay("Its answer was lost; the change may still be made.")
        : new RolloutReading(job, workload).rollout();
  }

  @Override
  public Duration rolloutLimit() {
    return ROLLOUT_LIMIT;
  }
}
