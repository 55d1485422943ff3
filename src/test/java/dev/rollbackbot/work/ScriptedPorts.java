package dev.rollbackbot.work;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.app.OutcomeListener;
import dev.rollbackbot.app.Probes;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.ProbeRound;
import dev.rollbackbot.runbook.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Fakes of Slack, the provider, the probes and the incident; each test sets their responses. */
final class ScriptedPorts implements Chat, CommandGateway, Probes, OutcomeListener {
  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  final List<Job> submitted = new CopyOnWriteArrayList<>();
  final List<Job> found = new CopyOnWriteArrayList<>();
  final List<Job> reconciled = new CopyOnWriteArrayList<>();
  final List<Handle> polled = new CopyOnWriteArrayList<>();
  final List<Handle> cancelled = new CopyOnWriteArrayList<>();
  final List<List<ProbeRound.ProbeTarget>> measured = new CopyOnWriteArrayList<>();
  final AtomicInteger roundsToCutOff = new AtomicInteger();

  final List<String> lockRequests = new CopyOnWriteArrayList<>();

  /** The commands received for the first time, by key. */
  final Map<String, Command> reported = new ConcurrentHashMap<>();

  final List<String> reportedKeys = new CopyOnWriteArrayList<>();

  volatile Function<Delivery, DeliveryResult> chat = _ -> new Completed(Optional.empty());
  volatile Function<Job, Progress> runner =
      _ -> new Finished(new Outcome.Unknown("no response set"), "");
  volatile Function<Job, Progress> finder =
      _ -> new Finished(new Outcome.Unknown("no response set"), "");
  volatile Function<Handle, Progress> running = StillRunning::new;
  volatile Function<Handle, StopAnswer> stops = _ -> new StopAsked();
  volatile Function<Job, Outcome> provider = _ -> new Outcome.Unknown("no response set");
  volatile Function<String, BeginResult> locks = _ -> BeginResult.BEGUN;

  /** Where attempts are recorded. */
  volatile @Nullable Jobs jobs;

  /** By the number of the round. */
  volatile IntFunction<ProbeResult.Verdict> verdict = _ -> ProbeResult.Verdict.PASSED;

  volatile boolean storeAway;

  @Override
  public DeliveryResult deliver(Delivery delivery) {
    deliveries.add(delivery);
    return chat.apply(delivery);
  }

  @Override
  public Progress submit(Job job, LeaseCheck leaseCheck, WaitListener waits) {
    submitted.add(job);
    return runner.apply(job);
  }

  @Override
  public Outcome preview(List<ServiceRef> services) {
    throw new UnsupportedOperationException("no preview is scripted");
  }

  @Override
  public Progress poll(Handle handle) {
    polled.add(handle);
    return running.apply(handle);
  }

  @Override
  public Progress find(Job job) {
    found.add(job);
    return finder.apply(job);
  }

  @Override
  public String log(Handle handle) {
    return "log of " + handle.runId();
  }

  @Override
  public StopAnswer cancel(Handle handle) {
    cancelled.add(handle);
    return stops.apply(handle);
  }

  @Override
  public Outcome reconcile(Job job, WaitListener waits) {
    reconciled.add(job);
    return provider.apply(job);
  }

  @Override
  public List<ProbeResult> measure(List<ProbeRound.ProbeTarget> targets)
      throws InterruptedException {
    measured.add(targets);
    if (roundsToCutOff.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new InterruptedException("a shutdown");
    }
    return targets.stream()
        .map(t ->
            ProbeResult.withoutReading(
                t.probe().id(), verdict.apply(measured.size()), "200", Duration.ofMillis(5)))
        .toList();
  }

  @Override
  public void deliver(String key, IncidentId incident, Command command) {
    if (storeAway) {
      throw new StoreUnavailable("the test has no database");
    }
    reportedKeys.add(key);
    reported.putIfAbsent(key, command);
  }

  @Override
  public BeginResult beginChange(Jobs.StoredJob job) {
    lockRequests.add(job.id());
    BeginResult lock = locks.apply(job.id());
    return lock == BeginResult.BEGUN
            && Objects.requireNonNull(jobs)
                .beginAttempt(job.id(), job.attempt(), Instant.now())
                .isEmpty()
        ? BeginResult.CLAIMED
        : lock;
  }

  List<String> deliveredKeys() {
    return deliveries.stream().map(Delivery::key).toList();
  }

  Optional<Outcome> outcomeOf(String job) {
    return finished(job).map(Command.JobFinished::outcome);
  }

  Optional<Command.JobFinished> finished(String job) {
    return Optional.ofNullable((Command.JobFinished) reported.get("job:" + job));
  }

  List<Class<?>> invocations() {
    return submitted.stream().<Class<?>>map(j -> j.invocation().getClass()).toList();
  }

  static boolean isRollBack(Job job) {
    return job.invocation() instanceof Invocation.RollBack;
  }
}
