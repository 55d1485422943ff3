package dev.rollbackbot.promises;

import static java.util.stream.Collectors.toSet;

import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.ProposalEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The users who have a part in a rollback: who asked for it or its plan, chose a target or values,
 * corrected when the fault began, used break-glass, did a step by hand, skipped it, had it tried
 * again or stopped, or took its lock over. Nobody of them consents, in any later plan or method.
 */
record InvolvedUsers(Set<String> users) {
  static final InvolvedUsers NONE = new InvolvedUsers(Set.of());

  InvolvedUsers {
    users = Set.copyOf(users);
  }

  InvolvedUsers after(Event event) {
    return switch (event) {
      case Event.IncidentDeclared _,
          Event.RollbackChosen _,
          Event.MethodChanged _,
          Event.MethodStarted _,
          Event.IncidentReopened _,
          Event.TargetChanged _,
          Event.InputsChosen _,
          Event.StepLeftOut _,
          Event.BreakGlassUsed _,
          Event.StepDoneByHand _,
          Event.StepSkipped _,
          Event.LockTakenOver _,
          Event.JobStopRequested _,
          ProposalEvent.ProposalStarted _,
          ProposalEvent.ProposalWatched _ ->
          with(event.by());
      case Event.DeclarationChanged e ->
          e.before().beganAt().equals(e.after().beganAt()) ? this : with(e.by());
      case Event.StepStarted e -> e.retriedBy().map(this::with).orElse(this);
      case Event.StepHandedOver e -> e.retriedBy().map(this::with).orElse(this);
      case Event _ -> this;
    };
  }

  private InvolvedUsers with(String person) {
    Set<String> all = new HashSet<>(users);
    all.add(person);
    return new InvolvedUsers(all);
  }

  InvolvedUsers renamed(UnaryOperator<String> person) {
    return new InvolvedUsers(new TreeSet<>(users).stream().map(person).collect(toSet()));
  }

  boolean contains(String person) {
    return users.contains(person);
  }
}
