package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.CallResult;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.ServiceApi;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import dev.rollbackbot.incident.rollback.Invocation.RollBack;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A rollback gives a workload the template of an earlier revision; pods follow by and by. */
record WorkloadApi(KubernetesClient client, WorkloadKind kind, RateLimitBudget ownBudget)
    implements ServiceApi {
  /** Longer than the usual deadline of Kubernetes, so that its own report comes first. */
  private static final Duration ROLLOUT_LIMIT = Duration.ofMinutes(12);

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
    return new WorkloadPatch(reader, job, leaseCheck).send();
  }

  @Override
  public Rollout rollout(RollBack job, RateLimitBudget budget) throws ProviderReadException {
    return new RolloutReading(job, read(job.service().resource(), budget)).rollout();
  }

  @Override
  public Duration rolloutLimit() {
    return ROLLOUT_LIMIT;
  }
}
