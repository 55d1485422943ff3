package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.readiness.ProviderAccess;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command gateway to all providers that are set up. Every job but what a provider runs ends
 * before {@link #submit} returns, which blocks for timeouts, rate limits, rollouts and the length
 * of a capture.
 */
public final class ProviderGateway implements CommandGateway, ProviderAccess, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderGateway.class);

  private final KnownProviders providers;
  private final DeploymentReading reading;
  private final InstantSource clock;

  /** The providers by the id that runbooks name them by. */
  public ProviderGateway(Map<String, ? extends Provider> providers, InstantSource clock) {
    this.providers = new KnownProviders(new LinkedHashMap<>(providers));
    this.reading = new DeploymentReading(this.providers, clock);
    this.clock = clock;
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck, WaitListener waits) {
    try {
      return switch (job.invocation()) {
        case Invocation.CaptureLogs capture -> capture(capture, leaseCheck);
        case Invocation.RollBack rollBack ->
            new Finished(rollback(rollBack, waits, rollback -> rollback.rollBack(leaseCheck)), "");
        case Invocation.ProviderJob run -> start(job, run, leaseCheck);
        case Invocation.ReconcileJob _ -> throw new IllegalArgumentException("it is found by find");
        case Invocation.Survey _,
            Invocation.ReadLive _,
            Invocation.ReadDatabase _,
            Invocation.ReadBeforeRestore _,
            Invocation.ReconcileRollback _ ->
            new Finished(reconcile(job, waits), "");
      };
    } catch (ProviderReadException e) {
      return new Finished(e.failed(e.text()), "");
    } catch (RuntimeException e) {
      return new Finished(unexpectedError(job, e), "");
    }
  }

  /** What was started before is found by {@link #find}, which compares nothing. */
  private Progress start(Job job, Invocation.ProviderJob run, LeaseCheck leaseCheck)
      throws ProviderReadException {
    ProviderJobs jobs = jobs(run);
    Optional<Outcome> notBegun =
        run.planned().flatMap(p -> new LiveBeforeJob(p).notAsPlanned(providers));
    return notBegun.isPresent()
        ? new Finished(notBegun.get(), "")
        : jobs.start(job, run, leaseCheck);
  }

  @Override
  public Progress find(Job job) {
    try {
      return job.invocation() instanceof Invocation.ProviderJob run
          ? jobs(run).find(job, run)
          : new Finished(reconcile(job, WaitListener.NOBODY), "");
    } catch (ProviderReadException e) {
      // It may run all the same, at a provider that this bot had settings for before.
      return new Finished(new Unknown(e.text()), "");
    } catch (RuntimeException e) {
      return new Finished(unexpectedError(job, e), "");
    }
  }

  private ProviderJobs jobs(Invocation.ProviderJob run) throws ProviderReadException {
    return new ProviderJobs(providers.of(run.provider()).jobRunner());
  }

  @Override
  public Outcome reconcile(Job job, WaitListener waits) {
    try {
      return switch (job.invocation()) {
        case Invocation.Survey survey -> reading.survey(survey, true);
        case Invocation.ReadLive readLive -> reading.readLive(readLive.services());
        case Invocation.ReadDatabase readDatabase -> reading.readDatabase(readDatabase);
        case Invocation.ReadBeforeRestore restore -> reading.readBeforeRestore(restore);
        case Invocation.CaptureLogs _ ->
            new Outcome.Failed(
                Outcome.FailureKind.NOT_DONE,
                "capture-lost",
                "The capture of the logs was cut off. What it had is lost.",
                Optional.empty());
        case Invocation.RollBack rollBack ->
            rollback(rollBack, waits, CompareAndRollback::reconcile);
        case Invocation.ReconcileRollback reconcile ->
            rollback(reconcile.rollback(), waits, CompareAndRollback::reconcile);
        case Invocation.ProviderJob _, Invocation.ReconcileJob _ ->
            throw new IllegalArgumentException("it is found by find");
      };
    } catch (RuntimeException e) {
      return unexpectedError(job, e);
    }
  }

  /** A bug: whether it happened before or after the call is unknown. */
  private static Outcome unexpectedError(Job job, RuntimeException exception) {
    LOG.error("job failed in the gateway itself id={}", job.id(), exception);
    return new Unknown("The bot itself failed in the middle of it. Its log says more.");
  }

  private Outcome rollback(
      Invocation.RollBack job, WaitListener waits, Function<CompareAndRollback, Outcome> what) {
    try {
      Provider provider = providers.of(job.service());
      return what.apply(
          new CompareAndRollback(
              job,
              provider.serviceApi(job.service()),
              provider.settleTime(),
              provider.rateLimitBudget(),
              clock,
              waits));
    } catch (ProviderReadException e) {
      return e.failed(e.text());
    }
  }

  /** All services of a job are of one environment; one provider records those that it can. */
  private Finished capture(Invocation.CaptureLogs capture, LeaseCheck leaseCheck) {
    if (capture.services().isEmpty()) {
      return new Finished(
          new Outcome.Failed(
              Outcome.FailureKind.REFUSED,
              "no-logs",
              "None of its services has logs that the bot can capture.",
              Optional.empty()),
          "");
    }
    try {
      return providers.of(capture.services().getFirst()).capture(capture, leaseCheck);
    } catch (ProviderReadException e) {
      return new Finished(e.failed("The logs could not be captured. " + e.text()), "");
    }
  }

  @Override
  public Outcome preview(List<ServiceRef> services) {
    return reading.survey(Invocation.Survey.of(services), false);
  }

  @Override
  public Progress poll(Handle handle) {
    try {
      Invocation.ProviderJob run = (Invocation.ProviderJob) handle.job().invocation();
      return jobs(run).poll(handle, run);
    } catch (ProviderReadException e) {
      return new Finished(new Unknown(e.text()), "");
    }
  }

  @Override
  public String log(Handle handle) {
    try {
      Invocation.ProviderJob run = (Invocation.ProviderJob) handle.job().invocation();
      return jobs(run).output(handle, run);
    } catch (ProviderReadException e) {
      return "";
    }
  }

  @Override
  public StopAnswer cancel(Handle handle) {
    try {
      Invocation.ProviderJob run = (Invocation.ProviderJob) handle.job().invocation();
      return jobs(run).stop(handle, run);
    } catch (ProviderReadException e) {
      LOG.warn("job can't be stopped id={} reason={}", handle.job().id(), e.text());
      return new StopRefused("The bot can't stop it. " + e.text(), false);
    }
  }

  /** Why a provider can't be used, in one sentence; empty: all can. */
  public Optional<String> problem() {
    return providers.byId().values().stream().flatMap(p -> p.problem().stream()).findFirst();
  }

  @Override
  public AccessAnswer access(String provider, List<ServiceRef> services) {
    try {
      Provider asked = providers.of(provider);
      return asked.problem().map(AccessAnswer::lacking).orElseGet(() -> asked.rights(services));
    } catch (ProviderReadException e) {
      return AccessAnswer.lacking(e.text());
    }
  }

  /** Deletes what the bot itself keeps of jobs that ended before that time. */
  public void forgetBefore(Instant limit) {
    providers.byId().values().forEach(provider -> provider.forgetBefore(limit));
  }

  @Override
  public void close() {
    providers.byId().values().forEach(Provider::close);
  }
}
