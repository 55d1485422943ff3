package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.ProposalCommand;
import dev.rollbackbot.incident.ProposalEvent;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.proposal.AutomaticRollback;
import dev.rollbackbot.incident.proposal.Proposal;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.promises.TestUsers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Leads a run to the place where exactly one thing keeps a rollback from beginning by itself: until
 * then nothing fails, and people do nothing but what belongs to it. Then it goes on at random.
 */
final class SteeredTrigger {
  /** Longer than an announcement, and shorter than a recovery takes. */
  private static final Duration A_WHILE = Duration.ofSeconds(100);

  /** Longer than what was read right before a change counts. */
  private static final Duration TOO_LONG = Duration.ofSeconds(90);

  /** Longer than what nobody approves would take to begin by itself. */
  private static final Duration NOBODY_COMES = Duration.ofMinutes(3);

  private static final Duration LONG_LOW = Duration.ofMinutes(30);

  private final SteeredCourse course;
  private final TracingClock clock;
  private final SimulatedProvider provider;
  private boolean declared;
  private boolean announced;
  private boolean acted;
  private boolean over;

  /** What is the point of a run. */
  enum SteeredCourse {
    /** It is not steered. */
    AT_RANDOM,
    /** Everything but the mode is that of an automatic rollback. */
    PREPARED,
    FORBIDDEN,
    /** A service was deployed last that the plan does not roll back. */
    OTHER_SUSPECTED,
    /** While it is announced, somebody deploys another bad version. */
    NEWER_LIVE,
    /** After one that was carried out and closed, a bad version is deployed again. */
    TWICE,
    /** An incident of another runbook changes the service before there is a plan. */
    HELD_BEFORE,
    /** It begins to while the rollback is announced. */
    HELD_MEANWHILE,
    /** While it is announced, requests work again, and not long enough for a recovery. */
    RECOVERING,
    /** While it is announced, nothing can be measured. */
    NO_DATA,
    STOPPED,
    /** The machine sleeps between the decision to begin and the first change. */
    TOO_LATE
  }

  /** What people do when the course asks for it. */
  interface SteeredPeople {
    /** Somebody declares an incident of another runbook, which runs a program on the service. */
    void declareOther();

    void act(IncidentId incident);

    void press(IncidentId incident, Command command);
  }

  SteeredTrigger(SteeredCourse course, TracingClock clock, SimulatedProvider provider) {
    this.course = course;
    this.clock = clock;
    this.provider = provider;
    this.over = course == SteeredCourse.AT_RANDOM;
    switch (course) {
      case OTHER_SUSPECTED ->
          provider.release("shop-site", TracingClock.START.minus(Duration.ofMinutes(3)));
      case HELD_BEFORE, HELD_MEANWHILE -> {
        provider.slowPrograms();
        provider.errors.lower(LONG_LOW);
      }
      case AT_RANDOM,
          PREPARED,
          FORBIDDEN,
          NEWER_LIVE,
          TWICE,
          RECOVERING,
          NO_DATA,
          STOPPED,
          TOO_LATE -> {}
    }
  }

  /** Whether the place was not reached yet. */
  boolean leads() {
    return !over;
  }

  /** Whether people leave it to the bot. */
  boolean keepsAway(Incident incident) {
    return isOfBot(incident)
        ? (incident.state() instanceof State.Preparing
                || incident.state() instanceof State.AwaitingApproval)
            && (automatic(incident) instanceof AutomaticRollback.Undecided
                || automatic(incident) instanceof AutomaticRollback.Announced)
        : course == SteeredCourse.HELD_MEANWHILE
            && !announced
            && incident.state() instanceof State.AwaitingApproval;
  }

  /** Does what is next on the course. */
  void look(List<Incident> all, SteeredPeople people) {
    List<Incident> begun = all.stream().filter(SteeredTrigger::isOfBot).toList();
    Optional<Incident> other = all.stream().filter(i -> !isOfBot(i)).findFirst();
    Optional<Incident> last = begun.reversed().stream().findFirst();
    over = begun.size() >= (course == SteeredCourse.TWICE ? 2 : 1) && isDecided(begun.getLast());
    announced =
        last.filter(i ->
                i.state() instanceof State.AwaitingApproval
                    && automatic(i) instanceof AutomaticRollback.Announced)
            .isPresent();
    if (over) {
      return;
    }
    switch (course) {
      case NEWER_LIVE -> once(announced, provider::releaseBadlyAgain);
      case RECOVERING -> once(announced, () -> provider.errors.lower(A_WHILE));
      case NO_DATA -> once(announced, () -> provider.errors.hide(A_WHILE));
      case STOPPED -> once(announced, () -> stop(last.orElseThrow().id(), people));
      case TOO_LATE ->
          once(last.filter(i -> i.state() instanceof State.RollingBack).isPresent(), this::sleep);
      case TWICE ->
          once(
              last.filter(i -> i.state() instanceof State.Closed).isPresent()
                  && provider.errors.row(Verdict.PASSED, clock.instant())
                      > 2 * SmallRunbook.RECOVERS,
              provider::releaseBadlyAgain);
      case HELD_BEFORE, HELD_MEANWHILE -> held(other, people);
      case AT_RANDOM, PREPARED, FORBIDDEN, OTHER_SUSPECTED -> {
        // What was there at its beginning is enough.
      }
    }
  }

  private void held(Optional<Incident> other, SteeredPeople people) {
    if (!declared) {
      declared = true;
      people.declareOther();
      return;
    }
    boolean waits = other.filter(i -> i.state() instanceof State.AwaitingApproval).isPresent();
    boolean changes =
        other.stream()
            .flatMap(i -> i.currentSteps().stream())
            .anyMatch(step -> step.status() instanceof StepRun.Running);
    once(course == SteeredCourse.HELD_BEFORE ? changes : waits, provider.errors::raise);
    if (course == SteeredCourse.HELD_MEANWHILE && announced && waits) {
      people.act(other.orElseThrow().id());
    }
  }

  private void once(boolean now, Runnable act) {
    if (now && !acted) {
      acted = true;
      clock.note("steered: " + course);
      act.run();
    }
  }

  private void sleep() {
    clock.pass(TOO_LONG);
  }

  private void stop(IncidentId incident, SteeredPeople people) {
    clock.pass(Duration.ofMillis(1));
    people.press(
        incident, new ProposalCommand.StopAutomaticRollback(clock.instant(), TestUsers.RESPONDER));
  }

  /** It has begun, or does not begin by itself any more. */
  private boolean isDecided(Incident incident) {
    return switch (automatic(incident)) {
          case AutomaticRollback.HeldBack _,
              AutomaticRollback.Stopped _,
              AutomaticRollback.Halted _ ->
              true;
          case AutomaticRollback.Undecided _, AutomaticRollback.Announced _ -> false;
        }
        || provider.changedSomething(incident.id(), clock.instant())
        || incident.state() instanceof State.Ended
        || (incident.state() instanceof State.AwaitingApproval waiting
            && clock.instant().isAfter(waiting.since().plus(NOBODY_COMES)));
  }

  private static boolean isOfBot(Incident incident) {
    return incident.details().proposal().filter(Proposal::begunByBot).isPresent();
  }

  private static AutomaticRollback automatic(Incident incident) {
    return incident.details().proposal().orElseThrow().automatic();
  }

  /** Without that the run would show nothing: nothing else kept it from beginning. */
  void check(Collection<List<Event>> all) {
    List<Event> events = all.stream().flatMap(List::stream).toList();
    switch (course) {
      case AT_RANDOM -> {
        // It has no place to reach.
      }
      case PREPARED -> reached(events, Event.ApprovalRequested.class);
      case NEWER_LIVE -> reached(events, Event.PlanVoided.class);
      case STOPPED -> reached(events, ProposalEvent.AutomaticRollbackStopped.class);
      case TOO_LATE -> reached(events, ProposalEvent.AutomaticRollbackHalted.class);
      case FORBIDDEN -> heldBackFor(events, "The environment production does not allow it.");
      case OTHER_SUSPECTED ->
          heldBackFor(events, "The plan does not roll back the suspected deployment.");
      case TWICE -> heldBackFor(events, "One has begun by itself within the last 24 hours.");
      case HELD_BEFORE -> heldBackFor(events, "Another incident holds API.");
      case HELD_MEANWHILE -> {
        reached(events, ProposalEvent.AutomaticRollbackAnnounced.class);
        heldBackFor(events, "Another incident holds API.");
      }
      case RECOVERING, NO_DATA ->
          heldBackFor(events, "The last measurements do not say that a trigger still fires.");
    }
  }

  private void reached(List<Event> events, Class<? extends Event> event) {
    require(events.stream().anyMatch(event::isInstance), () -> course + " was not reached");
  }

  private void heldBackFor(List<Event> events, String onlyReason) {
    require(
        events.stream()
            .anyMatch(e ->
                e instanceof ProposalEvent.AutomaticRollbackHeldBack held
                    && held.reasons().equals(List.of(onlyReason))),
        () ->
            "%s was not reached: %s"
                .formatted(
                    course,
                    events.stream()
                        .filter(ProposalEvent.AutomaticRollbackHeldBack.class::isInstance)
                        .toList()));
  }
}
