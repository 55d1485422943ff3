package dev.rollbackbot.incident;

import dev.rollbackbot.incident.decider.Incidents;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Every state that can be reached, breadth first, under every command; each transition is held
 * against every promise. States that {@link StateCanonicalizer} calls alike count as one.
 */
final class StateSpaceExploration {
  private final int earlier;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Set<Integer>> successors = new ArrayList<>();
  private final Map<List<Object>, Integer> known = new HashMap<>();
  private long decided;
  private long transitions;

  /**
   * Nothing explored yet.
   *
   * @param earlier how many earlier rollbacks of the incident tell two states apart
   */
  StateSpaceExploration(int earlier) {
    this.earlier = earlier;
  }

  /** A state, what the promises remember on the way to it, and how it was first reached. */
  private record Node(
      Optional<Incident> incident,
      List<Invariant> promises,
      @Nullable Node parent,
      @Nullable Command by) {
    State state() {
      return incident.orElseThrow().state();
    }
  }

  /** Explores all that a declaration leads to. */
  void from(Command.Declare declaration) {
    Node nothing = new Node(Optional.empty(), Invariant.all(), null, null);
    Set<Integer> first = new HashSet<>();
    accepted(nothing, declaration).ifPresent(first::add);
    for (int i = first.iterator().next(); i < nodes.size(); i++) {
      successors.add(expand(nodes.get(i)));
    }
  }

  private Set<Integer> expand(Node node) {
    Set<Integer> reached = new HashSet<>();
    for (Command command : CommandEnumeration.in(node.incident().orElseThrow())) {
      accepted(node, command).ifPresent(reached::add);
    }
    return Set.copyOf(reached);
  }

  /** The node that the command leads to; empty: it changes nothing. */
  private Optional<Integer> accepted(Node node, Command command) {
    decided++;
    try {
      if (!(Incidents.decide(node.incident(), command) instanceof Decision.Accepted a)
          || a.events().isEmpty()) {
        return Optional.empty();
      }
      transitions++;
      return Optional.of(found(follow(node, command, a)));
    } catch (RuntimeException | Invariant.InvariantViolation e) {
      throw new AssertionError(e.getMessage() + "\n" + path(node, command), e);
    }
  }

  private static Node follow(Node node, Command command, Decision.Accepted accepted) {
    TransitionChecks.allowed(node.incident(), command);
    Optional<Incident> incident = node.incident();
    List<Invariant> promises = node.promises();
    for (Event event : accepted.events()) {
      Transition transition = Transition.of(incident, event);
      promises = Invariant.after(promises, transition);
      incident = Optional.of(transition.after());
    }
    TransitionChecks.sameAgain(node.incident(), command, accepted);
    TransitionChecks.duplicate(incident.orElseThrow(), command);
    return new Node(incident, promises, node, command);
  }

  private int found(Node reached) {
    StateCanonicalizer stateCanonicalizer = new StateCanonicalizer(earlier);
    Incident incident = stateCanonicalizer.of(reached.incident().orElseThrow());
    List<Invariant> promises = stateCanonicalizer.of(reached.promises());
    return known.computeIfAbsent(
        key(incident, promises),
        _ -> {
          nodes.add(new Node(Optional.of(incident), promises, reached.parent(), reached.by()));
          return nodes.size() - 1;
        });
  }

  /** All of a state but what is the same in all of them, which would be long to compare. */
  private static List<Object> key(Incident incident, List<Invariant> promises) {
    IncidentDetails details = incident.details();
    List<Object> key = new ArrayList<>();
    key.add(incident.state().getClass());
    key.add(details.rollbackRequest());
    key.add(details.declaration().severity());
    key.add(details.checklist());
    key.add(details.earlierRollbacks());
    key.addAll(promises);
    switch (incident.state()) {
      case State.Preparing s -> key.add(s.planning());
      case State.AwaitingApproval s -> key.addAll(List.of(s.plan(), s.chosenBy()));
      case State.Measuring s -> {
        key.addAll(List.of(s.rollback(), s.results()));
        key.add(s instanceof State.AwaitingSignOff w ? w.rolledBackSignature() : "");
      }
      case State.Executing s -> key.add(s.rollback());
      case State.Closed s -> key.add(s.closeReason());
      case State.Monitoring _, State.Cancelled _ -> {}
    }
    return key;
  }

  int states() {
    return nodes.size();
  }

  /** How many commands changed something. */
  long transitions() {
    return transitions;
  }

  /** How many commands were tried. */
  long decided() {
    return decided;
  }

  /** The situations that were reached. */
  Set<Class<?>> situations() {
    Set<Class<?>> all = new HashSet<>();
    nodes.forEach(n -> all.add(n.state().getClass()));
    return all;
  }

  /** One way into a state that an end like that can't be reached from; empty: there is none. */
  Optional<String> stuck(Predicate<State> end) {
    List<List<Integer>> predecessors = predecessors();
    BitSet safe = new BitSet(nodes.size());
    Deque<Integer> open = new ArrayDeque<>();
    IntStream.range(0, nodes.size())
        .filter(i -> end.test(nodes.get(i).state()))
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

  private List<List<Integer>> predecessors() {
    List<List<Integer>> all = new ArrayList<>();
    nodes.forEach(_ -> all.add(new ArrayList<>()));
    for (int i = 0; i < successors.size(); i++) {
      for (int next : successors.get(i)) {
        all.get(next).add(i);
      }
    }
    return all;
  }

  private static String path(Node node, @Nullable Command last) {
    Deque<String> lines = new ArrayDeque<>();
    lines.push("then: " + (last == null ? "no way out" : text(last)));
    for (Node n = node; n != null; n = n.parent()) {
      lines.push("  is " + n.state().getClass().getSimpleName());
      lines.push(n.by() == null ? "begin" : text(n.by()));
    }
    return String.join("\n", lines);
  }

  private static String text(Command command) {
    return command instanceof Command.Declare
        ? "Declare by " + command.by().id()
        : command.toString().replace("at=" + SampleIncident.START + ", ", "");
  }
}
