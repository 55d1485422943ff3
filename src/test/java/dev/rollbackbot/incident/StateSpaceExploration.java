package dev.rollbackbot.incident;

import dev.rollbackbot.incident.assessment.Involvements;
import dev.rollbackbot.incident.decider.Incidents;
import dev.rollbackbot.incident.rollback.Rollback;
import dev.rollbackbot.incident.rollback.RollbackAuthorization;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.promises.Invariant;
import dev.rollbackbot.promises.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Explores every reachable state under every command, breadth first, and checks each transition
 * against every invariant. States with the same canonical form count as one.
 */
final class StateSpaceExploration {
  private final ExplorationScope scope;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Successors> successors = new ArrayList<>();
  private final Map<List<Object>, List<Command>> commands = new HashMap<>();
  private final Map<List<Object>, Integer> known = new HashMap<>();
  private long decided;
  private long transitions;

  StateSpaceExploration(ExplorationScope scope) {
    this.scope = scope;
  }

  /**
   * What follows a state.
   *
   * @param withoutPass without what a probe's pass leads to
   */
  private record Successors(Set<Integer> all, Set<Integer> withoutPass) {}

  /** An incident, the state of the invariants, and the command that first reached it. */
  private record Node(
      Optional<Incident> incident,
      List<Invariant> invariants,
      @Nullable Node parent,
      @Nullable Command by) {
    State state() {
      return incident.orElseThrow().state();
    }
  }

  void from(Command declaration) {
    Node undeclared = new Node(Optional.empty(), Invariant.all(), null, null);
    Set<Integer> first = new HashSet<>();
    accepted(undeclared, declaration).ifPresent(first::add);
    for (int i = first.iterator().next(); i < nodes.size(); i++) {
      successors.add(expand(i));
    }
  }

  private Successors expand(int index) {
    Node node = nodes.get(index);
    Incident incident = node.incident().orElseThrow();
    if (scope.automatic()
        && incident.state() instanceof State.Executing executing
        && !beforeAnyChange(executing.rollback())) {
      return new Successors(Set.of(), Set.of());
    }
    Set<Integer> reached = new HashSet<>();
    Set<Integer> withoutPass = new HashSet<>();
    boolean wayOn =
        incident.state() instanceof State.Ended
            || ExternalInputEnumeration.jobs(incident).size() > 1;
    for (Command command : commands(incident)) {
      Optional<Integer> next = accepted(node, command);
      if (next.isPresent() && next.get() != index) {
        reached.add(next.get());
        if (!CommandEnumeration.isPass(command)) {
          withoutPass.add(next.get());
        }
        wayOn |= CommandEnumeration.leadsOn(command);
      }
    }
    if (!wayOn) {
      throw new AssertionError("nobody can do anything but cancel\n" + path(node, null));
    }
    return new Successors(Set.copyOf(reached), Set.copyOf(withoutPass));
  }

  /** Nobody approved it, and no step has ended in a way that may have changed something. */
  private static boolean beforeAnyChange(Rollback rollback) {
    return rollback.authorization() instanceof RollbackAuthorization.Automatic
        && rollback.steps().stream()
            .noneMatch(s -> s.settled() || s.ran() || s.status() instanceof StepRun.OutcomeUnknown);
  }

  /** The same ones for all incidents that have what the commands are made of. */
  private List<Command> commands(Incident incident) {
    return commands.computeIfAbsent(
        CommandEnumeration.madeOf(incident), _ -> CommandEnumeration.in(incident, scope));
  }

  /** The node that the command leads to; empty: it changes nothing. */
  private Optional<Integer> accepted(Node node, Command command) {
    decided++;
    try {
      if (!(Incidents.decide(node.incident(), command) instanceof Decision.Accepted accepted)
          || accepted.events().isEmpty()) {
        return Optional.empty();
      }
      transitions++;
      return Optional.of(indexOf(follow(node, command, accepted)));
    } catch (RuntimeException | Invariant.InvariantViolation e) {
      throw new AssertionError(e.getMessage() + "\n" + path(node, command), e);
    }
  }

  private static Node follow(Node node, Command command, Decision.Accepted accepted) {
    TransitionChecks.allowed(node.incident(), command);
    Optional<Incident> incident = node.incident();
    List<Invariant> invariants = node.invariants();
    for (Decision.StateChange change : accepted.changes()) {
      Transition transition = Transition.of(incident, change.event());
      TransitionChecks.replayed(change, transition.after());
      invariants = Invariant.after(invariants, transition);
      incident = Optional.of(transition.after());
    }
    TransitionChecks.deterministic(node.incident(), command, accepted);
    TransitionChecks.duplicate(incident.orElseThrow(), command);
    return liveRead(new Node(incident, invariants, node, command));
  }

  /**
   * What is live after a person's step is read at once, because no decision depends on it; the
   * simulation interleaves it. For the second signature, and for what begins by itself, every
   * result is tried.
   */
  private static Node liveRead(Node node) {
    Incident incident = node.incident().orElseThrow();
    Optional<String> job = incident.details().live().job();
    boolean signing =
        incident.state() instanceof State.AwaitingSignOff state
            && state.secondSignature().isPresent();
    boolean beginning = incident.state() instanceof State.AwaitingApproval;
    if (job.isEmpty() || signing || beginning || incident.state() instanceof State.Ended) {
      return node;
    }
    Command read =
        SampleIncident.finished(
            SampleIncident.START, Actor.BOT, job.get(), SampleIncident.liveRead("v41", "7ab1"));
    Decision.Accepted accepted = (Decision.Accepted) Incidents.decide(node.incident(), read);
    Node next = follow(node, read, accepted);
    return new Node(next.incident(), next.invariants(), node.parent(), node.by());
  }

  private int indexOf(Node reached) {
    StateCanonicalizer canonicalizer = new StateCanonicalizer(scope.earlier(), scope.endings());
    Incident incident = canonicalizer.of(reached.incident().orElseThrow());
    List<Invariant> invariants = canonicalizer.of(reached.invariants());
    return known.computeIfAbsent(
        key(incident, invariants),
        _ -> {
          TransitionChecks.dueIsTold(reached.incident().orElseThrow());
          nodes.add(new Node(Optional.of(incident), invariants, reached.parent(), reached.by()));
          return nodes.size() - 1;
        });
  }

  /** Without what is the same in all states, which would be slow to compare. */
  private static List<Object> key(Incident incident, List<Invariant> invariants) {
    IncidentDetails details = incident.details();
    List<Object> key = new ArrayList<>();
    key.add(incident.state().getClass());
    key.add(details.rollbackRequest());
    key.add(details.declaration());
    key.add(details.stakeholdersToldAt());
    key.add(details.checklist());
    key.add(details.earlierRollbacks());
    key.add(details.involved());
    key.add(details.live());
    key.add(details.proposal());
    key.addAll(invariants);
    switch (incident.state()) {
      case State.Proposed s -> key.add(s);
      case State.Preparing s -> key.add(s.planning());
      case State.AwaitingApproval s -> key.addAll(List.of(s.plan(), s.chosenBy()));
      case State.Measuring s -> {
        key.addAll(List.of(s.rollback(), s.results()));
        key.add(
            s instanceof State.AwaitingSignOff a
                ? List.of(a.rolledBackSignature(), a.secondSignature())
                : "");
      }
      case State.Executing s -> key.add(s.rollback());
      case State.Closed s -> key.add(s.closeReason());
      case State.Monitoring _, State.Cancelled _ -> {}
    }
    return key;
  }

  /** Whether an incident of that kind was reached. */
  boolean reaches(Predicate<Incident> kind) {
    return nodes.stream().anyMatch(n -> kind.test(n.incident().orElseThrow()));
  }

  int states() {
    return nodes.size();
  }

  /** How many commands caused events. */
  long transitions() {
    return transitions;
  }

  /** How many commands were tried. */
  long decided() {
    return decided;
  }

  Set<Class<?>> stateTypes() {
    Set<Class<?>> all = new HashSet<>();
    nodes.forEach(n -> all.add(n.state().getClass()));
    return all;
  }

  /** A path to a state from which no such end can be reached; empty: none. */
  Optional<String> stuck(Predicate<State> end) {
    return stuck(node -> end.test(node.state()), Successors::all);
  }

  /** The same for RESOLVED, but for states that need another responder. */
  Optional<String> stuckBeforeResolved() {
    return stuck(this::resolvedOrAllInvolved, Successors::all);
  }

  /** Whether none of them may verify any more: another responder has to come, who then can. */
  private boolean allInvolved(Incident incident) {
    return scope.users().stream()
        .filter(user -> user.roles().contains(Role.RESPONDER))
        .allMatch(user -> Involvements.of(incident.details(), user.id()).isPresent());
  }

  /** The same if no probe ever passes. */
  Optional<String> stuckBeforeResolvedWithoutPass() {
    return stuck(this::resolvedOrAllInvolved, Successors::withoutPass);
  }

  private boolean resolvedOrAllInvolved(Node node) {
    return node.state() instanceof State.Resolved || allInvolved(node.incident().orElseThrow());
  }

  private Optional<String> stuck(Predicate<Node> end, Function<Successors, Set<Integer>> followed) {
    List<List<Integer>> predecessors = predecessors(followed);
    BitSet safe = new BitSet(nodes.size());
    Deque<Integer> open = new ArrayDeque<>();
    IntStream.range(0, nodes.size())
        .filter(i -> end.test(nodes.get(i)))
        .forEach(i -> {
          safe.set(i);
          open.add(i);
        });
    while (!open.isEmpty()) {
      for (int before : predecessors.get(open.remove())) {
        if (!safe.get(before)) {
          safe.set(before);
          open.add(before);
        }
      }
    }
    return IntStream.range(0, nodes.size())
        .filter(i -> !safe.get(i))
        .filter(i -> !(nodes.get(i).state() instanceof State.Closed))
        .filter(i -> !(nodes.get(i).state() instanceof State.Cancelled))
        .mapToObj(i -> path(nodes.get(i), null))
        .findFirst();
  }

  private List<List<Integer>> predecessors(Function<Successors, Set<Integer>> followed) {
    List<List<Integer>> all = new ArrayList<>();
    nodes.forEach(_ -> all.add(new ArrayList<>()));
    for (int i = 0; i < successors.size(); i++) {
      for (int next : followed.apply(successors.get(i))) {
        all.get(next).add(i);
      }
    }
    return all;
  }

  private static String path(Node node, @Nullable Command last) {
    Deque<String> lines = new ArrayDeque<>();
    lines.push("then: " + (last == null ? "no way to the end" : text(last)));
    for (Node n = node; n != null; n = n.parent()) {
      lines.push(
          "  is " + n.incident().map(i -> i.state().getClass().getSimpleName()).orElse("nothing"));
      lines.push(n.by() == null ? "start" : text(n.by()));
    }
    return String.join("\n", lines);
  }

  private static String text(Command command) {
    return command instanceof Command.Declare
        ? "Declare by " + command.by().id()
        : command.toString().replace("at=" + SampleIncident.START + ", ", "");
  }
}
