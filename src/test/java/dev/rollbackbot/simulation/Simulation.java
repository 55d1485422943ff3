package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.Chat;
import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.assessment.AutomaticConditions;
import dev.rollbackbot.promises.TestUsers;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.simulation.SteeredTrigger.SteeredCourse;
import dev.rollbackbot.simulation.truth.TruthCheck;
import dev.rollbackbot.store.RestartableDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One run, from the declaration to the end of the incident; every second run has two incidents,
 * whose runbooks name the same services. In every fifth run the first one is a drill, and a second
 * one is an incident of the same runbook, for which the drill ends. At first there are faults and
 * arbitrary clicks; then both stop, and the run must reach an end at which no work is left.
 *
 * <p>In a run with a trigger it is what is measured and alerted that begins incidents, and people
 * declare others beside them. Some of these are led to one place first, and begin to fail there.
 */
final class Simulation {
  private static final int ACTS_AT_MOST = 4_000;
  private static final int NESTED_AT_MOST = 3;
  private static final int MOST_DECLARED = 3;
  private static final Duration IDLE_AFTER_END = Duration.ofHours(1);

  private final RestartableDatabase database;
  private final SeededRandom random;
  final TracingClock clock = new TracingClock();
  private final List<Conversation> conversations = new ArrayList<>();
  private final SimulatedProvider provider;
  private final int actsWithFaults;

  /** In every third run services are rolled back at the same time. */
  private final boolean together;

  private final boolean drills;

  /** Empty: only people declare incidents. */
  private final Optional<SimulatedWatch> watch;

  private final SteeredTrigger steered;

  private Optional<SimulatedInstance> process = Optional.empty();
  private int nested;
  private int acts;
  private int actsAtRandom;

  Simulation(RestartableDatabase emptyDatabase, long seed, boolean triggered) {
    this.database = emptyDatabase;
    this.random = new SeededRandom(seed);
    this.together = seed % 3 == 0;
    this.drills = seed % 5 == 0 && !triggered;
    this.watch = triggered ? Optional.of(SimulatedWatch.of(seed, random, clock)) : Optional.empty();
    // The first random number of small seeds is nearly the same.
    int incidents = triggered ? 0 : seed % 2 == 0 ? 2 : 1;
    for (int number = 1; number <= incidents; number++) {
      join();
    }
    this.provider =
        new SimulatedProvider(
            random,
            clock,
            (job, truth) -> OneChangeOfAllIncidents.check(database, ids(), job, truth),
            (job, truth) -> ProgramsBeginAsPlanned.check(database, ids(), job, truth));
    if (triggered) {
      provider.releaseBadly();
    }
    SteeredCourse course = watch.map(SimulatedWatch::course).orElse(SteeredCourse.AT_RANDOM);
    this.steered = new SteeredTrigger(course, clock, provider);
    random.steer(steered.leads());
    int most = 40 + random.below(160);
    this.actsWithFaults = steered.leads() ? most : (triggered ? 3 : incidents) * most;
  }

  /** People and Slack of the next incident. */
  private void join() {
    IncidentId next = new IncidentId(conversations.size() + 1);
    conversations.add(
        new Conversation(
            next, new SimulatedSlack(random, clock), new SimulatedUsers(random, clock, next)));
  }

  private void joinWhatWasBegun() {
    while (database
        .incidents()
        .load(new IncidentId(conversations.size() + 1))
        .flatMap(loaded -> loaded.incident())
        .isPresent()) {
      join();
    }
  }

  /** An incident, what Slack shows of it, and the users in its channel. */
  private record Conversation(IncidentId incident, SimulatedSlack slack, SimulatedUsers users) {}

  private List<IncidentId> ids() {
    return conversations.stream().map(Conversation::incident).toList();
  }

  /** Fails when an invariant is broken. */
  void run() {
    survive(this::boot);
    for (Conversation conversation : conversations) {
      while (database.incidents().load(conversation.incident()).isEmpty()) {
        survive(() -> declare(conversation.incident()));
      }
    }
    while (!over()) {
      require(++acts < ACTS_AT_MOST, "the run does not end");
      if (!steered.leads() && ++actsAtRandom == actsWithFaults) {
        random.calmDown();
        clock.note("the faults stop");
      }
      survive(() -> act(Optional.empty()));
    }
    checkTriggers();
    for (Conversation each : conversations) {
      new SimulationInvariants(database, each.incident(), each.slack(), provider, each.users())
          .check();
      new TruthCheck(world(), database.incidents().events(each.incident()))
          .check(each.slack().said);
    }
    // Of a program whose end nobody has seen the lock is kept.
    require(
        database.incidents().incidentsWithLocks().stream()
            .allMatch(id ->
                database
                    .incidents()
                    .load(id)
                    .flatMap(loaded -> loaded.incident())
                    .filter(i -> !i.details().unsettled().isEmpty())
                    .isPresent()),
        "a lock is left behind");
    clock.note("over after " + acts + " acts, " + random.crashes() + " crashes");
  }

  /** First of all: what they say is said of the world, and not of what is told of it. */
  private void checkTriggers() {
    if (watch.isEmpty()) {
      return;
    }
    Map<IncidentId, List<Event>> events =
        ids().stream().collect(Collectors.toMap(id -> id, database.incidents()::events));
    new TriggerInvariants(
            watch.get(),
            provider,
            events,
            conversations.stream()
                .collect(Collectors.toMap(Conversation::incident, Conversation::users)),
            database.triggerRecords().firings(Instant.EPOCH, 1_000))
        .check();
    steered.check(events.values());
  }

  private SimulatedWorld world() {
    return new SimulatedWorld(
        provider,
        watch.map(SimulatedWatch::alerts),
        conversations.stream()
            .collect(Collectors.toMap(Conversation::incident, Conversation::users)),
        ids().stream().collect(Collectors.toMap(id -> id, database.incidents()::events)));
  }

  /** After a crash, another process starts a while later. */
  private void survive(Runnable action) {
    try {
      action.run();
    } catch (SimulatedCrash e) {
      clock.note("CRASH " + e.getMessage());
      nested = 0;
      process.ifPresent(SimulatedInstance::crash);
      database.restart();
      clock.pass(random.seconds(6, 30));
      survive(this::boot);
    }
  }

  private void boot() {
    SimulatedInstance fresh =
        new SimulatedInstance(database, random, clock, this::deliver, provider, watch, this::sleep);
    process = Optional.of(fresh);
    fresh.worker.start(fresh.service);
    clock.note("a process is up");
  }

  private Chat.DeliveryResult deliver(Chat.Delivery delivery) {
    joinWhatWasBegun();
    return conversation(delivery.incident().id()).slack().deliver(delivery);
  }

  private void declare(IncidentId incident) {
    Severity severity = random.yes(0.5) ? Severity.CRITICAL : Severity.HIGH;
    int number = drills ? 1 : incident.number();
    String id = (together ? SmallRunbook.TOGETHER : "shop") + number;
    boolean ofTrigger = watch.isPresent() && random.yes(0.3);
    Runbook whole = ofTrigger ? watch.get().runbook() : SmallRunbook.whole(id);
    Declaration declaration =
        SmallRunbook.declaration(
            random.yes(0.8), severity, !ofTrigger && random.yes(0.15) ? "job" : "rollback");
    boolean drill = drills && incident.number() == 1;
    declare(incident, whole, drill ? SmallRunbook.drill(declaration) : declaration);
  }

  private void declare(IncidentId incident, Runbook whole, Declaration declaration) {
    IncidentCommands.CommandResult result =
        process()
            .service
            .declare(
                "declaration of " + incident.label(),
                TestUsers.REQUESTER,
                SmallRunbook.drilled(whole),
                declaration);
    clock.note("declared: " + result.getClass().getSimpleName());
  }

  private boolean over() {
    return ended() && process().worker.nextDue().isEmpty();
  }

  private boolean ended() {
    return random.calm()
        && ids().stream()
            .map(this::state)
            .allMatch(s -> s instanceof State.Ended && !(s instanceof State.Resolved));
  }

  private SimulatedInstance process() {
    return process.orElseThrow();
  }

  private State state(IncidentId incident) {
    return incident(incident).state();
  }

  private Incident incident(IncidentId id) {
    return database.incidents().load(id).orElseThrow().incident().orElseThrow();
  }

  /** A user acts, a task runs, or time passes until the next task is due. */
  private void act(Optional<Instant> until) {
    if (watch.isPresent()) {
      joinWhatWasBegun();
      steer();
      if (triggersAct(watch.get())) {
        return;
      }
    }
    if (!conversations.isEmpty() && random.yes(0.35)) {
      Conversation conversation = random.of(conversations);
      if (watch.isEmpty() || !isLeftAlone(conversation.incident()) || random.fault(0.04)) {
        conversation.users().act(process().service);
        return;
      }
    }
    if (random.fault(0.02)) {
      provider.somebodyDeploys();
    }
    if (random.yes(0.03)) {
      process().worker.sweep();
    }
    Optional<String> ran = process().worker.runOneDue(random::below);
    if (ran.isEmpty()) {
      // Only timers are left after the end, and users wait for none of them.
      Duration pause = ended() ? IDLE_AFTER_END : random.seconds(1, 20);
      Instant soon = clock.instant().plus(pause);
      Instant next = process().worker.nextDue().filter(d -> d.isBefore(soon)).orElse(soon);
      Instant first = measures().filter(m -> m.isBefore(next)).orElse(next);
      clock.passUntil(until.filter(u -> u.isBefore(first)).orElse(first));
    }
  }

  private void steer() {
    if (!steered.leads()) {
      return;
    }
    steered.look(
        ids().stream().map(this::incident).toList(),
        new SteeredTrigger.SteeredPeople() {
          @Override
          public void declareOther() {
            IncidentId next = new IncidentId(conversations.size() + 1);
            declare(
                next,
                SmallRunbook.whole("shop" + next.number()),
                SmallRunbook.declaration(true, Severity.HIGH, "job"));
          }

          @Override
          public void act(IncidentId incident) {
            conversation(incident).users().act(process().service);
          }

          @Override
          public void press(IncidentId incident, Command command) {
            conversation(incident).users().press(process().service, command);
          }
        });
    if (!steered.leads()) {
      clock.note("the place is reached, the faults begin");
      random.steer(false);
    }
  }

  private Conversation conversation(IncidentId incident) {
    return conversations.get(incident.number() - 1);
  }

  /** When triggers are to be looked at again; empty: in this run there is nothing more to see. */
  private Optional<Instant> measures() {
    return process().triggers.filter(_ -> !ended()).map(SimulatedTriggers::due);
  }

  /** What bears on triggers; whether something happened. */
  private boolean triggersAct(SimulatedWatch watched) {
    if (!watched.quiet() && random.fault(0.004) && conversations.size() < MOST_DECLARED) {
      declare(new IncidentId(conversations.size() + 1));
      return true;
    }
    if (!watched.quiet() && random.yes(0.03)) {
      watched.alerts().look(provider.errors.high(clock.instant()));
    }
    if (measures().filter(due -> !due.isAfter(clock.instant())).isEmpty()) {
      return false;
    }
    process().triggers.orElseThrow().act();
    return true;
  }

  /** Mostly people let a rollback begin by itself. */
  private boolean isLeftAlone(IncidentId incident) {
    Incident now = incident(incident);
    if (steered.leads()) {
      return steered.keepsAway(now);
    }
    return AutomaticConditions.mayBegin(now.details())
        && AutomaticConditions.isOpen(now.details())
        && (now.state() instanceof State.Preparing
            || now.state() instanceof State.AwaitingApproval);
  }

  /** While one task waits, everything else continues. */
  private void sleep(Duration time) {
    Instant until = clock.instant().plus(time);
    nested++;
    while (nested <= NESTED_AT_MOST && clock.instant().isBefore(until)) {
      act(Optional.of(until));
    }
    clock.passUntil(until);
    nested--;
  }
}
