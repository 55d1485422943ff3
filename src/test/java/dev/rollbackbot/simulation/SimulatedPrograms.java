package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.CommandGateway;
import dev.rollbackbot.app.CommandGateway.Finished;
import dev.rollbackbot.app.CommandGateway.Progress;
import dev.rollbackbot.app.CommandGateway.StillRunning;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The programs that a step has a provider run: each is started once and deploys, or fails. */
final class SimulatedPrograms {
  private final SeededRandom random;
  private final TracingClock clock;
  private final Map<String, Program> started = new HashMap<>();
  private Optional<Duration> slow = Optional.empty();
  private final List<String> deployed = new ArrayList<>();

  SimulatedPrograms(SeededRandom random, TracingClock clock) {
    this.random = random;
    this.clock = clock;
  }

  /** From now on each runs as long as that. */
  void slow(Duration time) {
    slow = Optional.of(time);
  }

  private record Program(String version, Instant began, Instant ends, boolean works) {}

  /** A program that has ended well, and the version that it deploys. */
  record Deploying(String job, String version) {}

  /** Those that have deployed since the last call. */
  List<Deploying> deploying() {
    List<Deploying> now = new ArrayList<>();
    started.forEach((job, program) -> {
      boolean ended = program.works() && !program.ends().isAfter(clock.instant());
      if (ended && !deployed.contains(job)) {
        deployed.add(job);
        now.add(new Deploying(job, program.version()));
      }
    });
    return now;
  }

  Progress start(CommandGateway.Job job, Invocation.RunProcess run) {
    require(!started.containsKey(job.id()), job.id() + " was started twice");
    if (random.fault(0.08)) {
      return finished(
          new Outcome.Failed(Outcome.FailureKind.REFUSED, "code", "no", Optional.empty()));
    }
    Instant now = clock.instant();
    Duration takes = slow.orElseGet(() -> random.seconds(1, 20));
    started.put(
        job.id(), new Program(run.arguments().getLast(), now, now.plus(takes), !random.fault(0.2)));
    clock.note("provider: " + job.id() + " runs a program");
    random.maybeCrash("after a program was started");
    return random.fault(0.1)
        ? finished(new Outcome.Unknown("no answer"))
        : new StillRunning(new CommandGateway.Handle(job, "run"));
  }

  Progress find(CommandGateway.Job job) {
    Program program = started.get(job.id());
    if (program == null || random.fault(0.1)) {
      return finished(new Outcome.Unknown("can't tell"));
    }
    if (program.ends().isAfter(clock.instant())) {
      return new StillRunning(new CommandGateway.Handle(job, "run"));
    }
    Duration took = Duration.between(program.began(), program.ends());
    return program.works()
        ? finished(new Outcome.Succeeded(new Outcome.JobSucceeded("exit status 0"), took))
        : finished(
            new Outcome.Failed(
                Outcome.FailureKind.RUN_FAILED, "exit-1", "exit status 1", Optional.empty()));
  }

  Set<String> running() {
    return started.entrySet().stream()
        .filter(e -> e.getValue().ends().isAfter(clock.instant()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  boolean runs(String job) {
    return started.containsKey(job);
  }

  private static Finished finished(Outcome outcome) {
    return new Finished(outcome, "a line");
  }
}
