package dev.rollbackbot.promises;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.PlannedStep;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.ServiceRef;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An ending says "rolled back" only if every service of the plan was read right before the second
 * signature counted, was on its target then, and no step was skipped or left out. It says "without
 * a rollback" only if no service was found on a target other than what was live before.
 *
 * @param read what was live by the reading that the second signature waits for, by service id
 */
record EndingIsRead(Map<String, Deployment> read) implements Invariant {
  static final EndingIsRead FRESH = new EndingIsRead(Map.of());

  EndingIsRead {
    read = Map.copyOf(read);
  }

  @Override
  public EndingIsRead after(Transition transition) {
    if (transition.after().state() instanceof State.Resolved resolved
        && transition.event() instanceof Event.SignedVerified) {
      ended(resolved);
    }
    return transition.event() instanceof Event.LiveVersionsRead e
            && transition.after().state() instanceof State.AwaitingSignOff
        ? new EndingIsRead(live(e.readings()))
        : FRESH;
  }

  private static Map<String, Deployment> live(List<LiveReading> readings) {
    Map<String, Deployment> live = new TreeMap<>();
    readings.forEach(r -> r.live().ifPresent(d -> live.put(r.service().id(), d)));
    return live;
  }

  private void ended(State.Resolved resolved) {
    Rollback rollback = resolved.rollback();
    List<PlannedStep.Change> changes =
        rollback.plan().steps().stream().flatMap(s -> s.change().stream()).toList();
    switch (resolved.result().ending()) {
      case ROLLED_BACK -> {
        for (StepRun step : rollback.steps()) {
          require(
              !(step.status() instanceof StepRun.SkippedByPerson)
                  && !(step.status() instanceof StepRun.LeftOut),
              () -> "“rolled back” without “" + step.step().title() + "”");
          step.step().service().map(ServiceRef::id).ifPresent(this::wasRead);
        }
        for (PlannedStep.Change change : changes) {
          require(
              isOn(change),
              () -> "“rolled back” with " + read + ", not " + change.target().label());
        }
      }
      case PARTLY_ROLLED_BACK -> {}
      case WITHOUT_ROLLBACK -> {
        for (PlannedStep.Change change : changes) {
          require(
              !servesPartOf(change) || servesTarget(change.live(), change),
              () ->
                  "“without a rollback” although "
                      + change.target().label()
                      + " is live again, or in part");
        }
      }
    }
  }

  private boolean servesPartOf(PlannedStep.Change change) {
    Deployment live = read.get(change.service().id());
    return live != null && servesTarget(live, change);
  }

  private static boolean servesTarget(Deployment live, PlannedStep.Change change) {
    return live.shares().stream().anyMatch(s -> s.version().id().equals(change.target().id()));
  }

  private void wasRead(String service) {
    require(read.containsKey(service), () -> "“rolled back”, and " + service + " was not read");
  }

  private boolean isOn(PlannedStep.Change change) {
    Deployment live = read.get(change.service().id());
    return live != null && live.servesOnly(change.target());
  }
}
