package dev.rollbackbot.gateway;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.CommandGateway.StopRefused;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.CommitHistory;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.Outcome.Unknown;
import dev.rollbackbot.incident.rollback.RunningDeployment;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.secret.PersonalData;
import dev.rollbackbot.secret.Redactor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command gateway to all providers that are set up. Every job but what a provider runs ends
 * before {@link #submit} returns, which blocks for timeouts, rate limits, rollouts and the length
 * of a capture.
 */
public final class ProviderGateway implements CommandGateway, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderGateway.class);

  private final Map<String, Provider> providers;
  private final InstantSource clock;

  /** The providers by the id that runbooks name them by. */
  public ProviderGateway(Map<String, ? extends Provider> providers, InstantSource clock) {
    this.providers = new LinkedHashMap<>(providers);
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
        case Invocation.Survey _, Invocation.ReadLive _, Invocation.ReconcileRollback _ ->
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
        run.planned().flatMap(p -> new LiveBeforeJob(p).notAsPlanned(this::provider));
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
    return new ProviderJobs(provider(run.provider()).jobRunner());
  }

  @Override
  public Outcome reconcile(Job job, WaitListener waits) {
    try {
      return switch (job.invocation()) {
        case Invocation.Survey survey -> survey(survey, true);
        case Invocation.ReadLive readLive -> readLive(readLive.services());
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

  private Provider provider(ServiceRef service) throws ProviderReadException {
    return provider(service.service().kind().provider());
  }

  private Provider provider(String id) throws ProviderReadException {
    Provider provider = providers.get(id);
    if (provider == null) {
      throw new ProviderReadException(
          Outcome.FailureKind.REFUSED,
          "provider-off",
          "This bot is not connected to %s: its settings are missing.".formatted(id));
    }
    return provider;
  }

  private Outcome rollback(
      Invocation.RollBack job, WaitListener waits, Function<CompareAndRollback, Outcome> what) {
    try {
      Provider provider = provider(job.service());
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
      return provider(capture.services().getFirst()).capture(capture, leaseCheck);
    } catch (ProviderReadException e) {
      return new Finished(e.failed("The logs could not be captured. " + e.text()), "");
    }
  }

  /** One service that can't be read doesn't hold up the others. */
  private Outcome survey(Invocation.Survey survey, boolean forIncident) {
    Instant start = clock.instant();
    // They can take most of a minute; what is live must not be that old when it is told.
    Map<String, CommitHistory> commits = commits(survey);
    Map<Provider, RateLimitBudget> budgets = new HashMap<>();
    List<ServiceDeployments> surveyed = new ArrayList<>();
    Map<String, ProviderReadException> unreadable = new LinkedHashMap<>();
    Map<Provider, Optional<String>> trouble = new LinkedHashMap<>();
    for (ServiceRef service : survey.services()) {
      try {
        Provider provider = provider(service);
        if (!forIncident) {
          leaveLastCalls(provider, service);
        }
        RateLimitBudget budget = budgets.computeIfAbsent(provider, Provider::rateLimitBudget);
        Optional<String> reported = trouble.computeIfAbsent(provider, Provider::trouble);
        ServiceDeployments deployments = provider.serviceApi(service).survey(service, budget);
        surveyed.add(reported.map(deployments::warning).orElse(deployments));
      } catch (ProviderReadException e) {
        unreadable.put(service.id(), e);
      }
    }
    if (surveyed.isEmpty() && !unreadable.isEmpty()) {
      return noneReadable(unreadable, trouble.values());
    }
    Map<String, String> reasons = new HashMap<>();
    unreadable.forEach((service, e) -> reasons.put(service, e.text()));
    return new Outcome.Succeeded(
        new Outcome.Surveyed(surveyed, Optional.of(reasons), commits),
        Duration.between(start, clock.instant()));
  }

  /** That they can't be read holds up no plan: people can type their ids. */
  private Map<String, CommitHistory> commits(Invocation.Survey survey) {
    Map<String, CommitHistory> out = new HashMap<>();
    survey
        .commits()
        .orElse(Map.of())
        .forEach((step, source) -> {
          try {
            out.put(step, masked(provider(source.provider()).commits(source)));
          } catch (ProviderReadException e) {
            out.put(step, CommitHistory.unreadable(source.base(), e.text()));
          }
        });
    return out;
  }

  /** Of what people wrote into their commits. */
  private static CommitHistory masked(CommitHistory history) {
    return new CommitHistory(
        history.base(),
        history.commits().stream()
            .map(c ->
                new Commit(c.id(), c.parents(), masked(c.subject()), masked(c.author()), c.at()))
            .toList(),
        history.problem(),
        history.compare());
  }

  private static String masked(String text) {
    return ProviderText.clip(PersonalData.mask(Redactor.redact(text)));
  }

  private static void leaveLastCalls(Provider provider, ServiceRef service)
      throws ProviderReadException {
    Optional<String> wait = provider.tooFewCallsLeft(service);
    if (wait.isPresent()) {
      throw new ProviderReadException(Outcome.FailureKind.REFUSED, "few-calls-left", wait.get());
    }
  }

  private static Outcome noneReadable(
      Map<String, ProviderReadException> unreadable, Iterable<Optional<String>> trouble) {
    StringBuilder text =
        new StringBuilder(
            unreadable.entrySet().stream()
                .map(e ->
                    "What %s runs could not be read. %s".formatted(e.getKey(), e.getValue().text()))
                .collect(Collectors.joining(" ")));
    for (Optional<String> reported : trouble) {
      reported.ifPresent(sentence -> text.append(' ').append(sentence));
    }
    return unreadable.values().iterator().next().failed(text.toString());
  }

  private Outcome readLive(List<ServiceRef> services) {
    Instant start = clock.instant();
    Map<Provider, RateLimitBudget> budgets = new HashMap<>();
    List<LiveReading> readings =
        services.stream().map(service -> readLive(service, budgets)).toList();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(readings), Duration.between(start, clock.instant()));
  }

  private LiveReading readLive(ServiceRef service, Map<Provider, RateLimitBudget> budgets) {
    try {
      Provider provider = provider(service);
      Optional<String> wait = provider.tooFewCallsLeft(service);
      if (wait.isPresent()) {
        return unread(service, wait.get());
      }
      RateLimitBudget budget = budgets.computeIfAbsent(provider, Provider::rateLimitBudget);
      ServiceApi api = provider.serviceApi(service);
      Deployment live = api.live(service.resource(), List.of(), budget);
      List<RunningDeployment> running = api.running(service.resource(), budget);
      return new LiveReading(service, clock.instant(), Optional.of(live), "", Optional.of(running));
    } catch (ProviderReadException e) {
      return unread(service, e.text());
    }
  }

  private LiveReading unread(ServiceRef service, String why) {
    return new LiveReading(service, clock.instant(), Optional.empty(), why, Optional.empty());
  }

  @Override
  public Outcome preview(List<ServiceRef> services) {
    return survey(Invocation.Survey.of(services), false);
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
    return providers.values().stream().flatMap(p -> p.problem().stream()).findFirst();
  }

  /** Deletes what the bot itself keeps of jobs that ended before that time. */
  public void forgetBefore(Instant limit) {
    providers.values().forEach(provider -> provider.forgetBefore(limit));
  }

  @Override
  public void close() {
    providers.values().forEach(Provider::close);
  }
}
