package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.promises.Invariant;
import dev.rollbackbot.promises.Transition;
import dev.rollbackbot.store.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold of a run that is over: of what is stored, of Slack and of the provider. */
final class SimulationInvariants {
  private final Database database;
  private final IncidentId incident;
  private final SimulatedSlack slack;
  private final SimulatedProvider provider;
  private final SimulatedUsers simulatedUsers;
  private final List<String> posts = new ArrayList<>();
  private final Set<String> rollbacks = new HashSet<>();
  private Optional<Incident> end = Optional.empty();

  SimulationInvariants(
      Database database,
      IncidentId incident,
      SimulatedSlack slack,
      SimulatedProvider provider,
      SimulatedUsers simulatedUsers) {
    this.database = database;
    this.incident = incident;
    this.slack = slack;
    this.provider = provider;
    this.simulatedUsers = simulatedUsers;
  }

  void check() {
    List<Event> events = database.incidents().events(incident);
    replay(events);
    clicks(events);
    slack();
    require(
        rollbacks.containsAll(provider.acted), "the provider did what nobody wanted: " + rollbacks);
    require(database.jobs().unfinished().isEmpty(), "a job is not finished");
    require(
        database.outbox().incidentsWithWaitingRows().isEmpty(), "something still waits to be said");
  }

  private void replay(List<Event> events) {
    List<Invariant> promises = Invariant.all();
    for (int i = 0; i < events.size(); i++) {
      Transition transition = Transition.of(end, events.get(i));
      promises = Invariant.after(promises, transition);
      end = Optional.of(transition.after());
      for (int k = 0; k < transition.effects().size(); k++) {
        wanted(incident.label() + "/" + (i + 1) + "/" + k, transition.effects().get(k));
      }
    }
  }

  private void wanted(String key, Effect effect) {
    if (effect instanceof Effect.Post) {
      posts.add(key);
    } else if (effect instanceof Effect.RunJob(String job, Invocation.RollBack _)) {
      rollbacks.add(job);
    }
  }

  /** Every click that was acknowledged stands in the log once, unless there was nothing to do. */
  private void clicks(List<Event> events) {
    for (SimulatedUsers.SimulatedClick simulatedClick : simulatedUsers.acknowledged) {
      Instant at = simulatedClick.command().at();
      List<Event> told = events.stream().filter(e -> e.at().equals(at)).toList();
      require(
          !told.isEmpty() || mayChangeNothing(simulatedClick.command()),
          simulatedClick + " is not in the log");
      require(told.size() == Set.copyOf(told).size(), simulatedClick + " is in the log twice");
    }
  }

  private static boolean mayChangeNothing(Command command) {
    return command instanceof Command.ChangeMethod
        || command instanceof Command.Pause
        || command instanceof Command.StopAfterStep;
  }

  private static List<String> without(List<String> some, List<String> others) {
    List<String> left = new ArrayList<>(some);
    others.forEach(left::remove);
    return left;
  }

  private void slack() {
    List<String> expected = new ArrayList<>(posts);
    // One that was refused when it was tried again may have been posted before.
    expected.removeIf(key -> slack.refused.contains(key) && !slack.posted.contains(key));
    require(
        slack.posted.equals(expected),
        "posts missing: "
            + without(expected, slack.posted)
            + ", unwanted or doubled: "
            + without(slack.posted, expected)
            + ", or out of order: "
            + slack.posted);
    slack.shown.forEach((liveMessage, shown) ->
        require(
            shown.state().getClass().equals(end.orElseThrow().state().getClass()),
            liveMessage + " still shows " + shown.state().getClass().getSimpleName()));
  }
}
