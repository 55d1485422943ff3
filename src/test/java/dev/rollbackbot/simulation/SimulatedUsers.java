package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Invariant.require;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.CommandEnumeration;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.promises.TestUsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everybody in the channel. They press what helps and whatever else there is, also on a panel that
 * has moved on; Slack delivers a click again when its acknowledgement was lost, and sometimes when
 * it was not, later and in another order.
 */
final class SimulatedUsers {
  private static final int REMEMBERED = 6;

  private final SeededRandom seededRandom;
  private final TracingClock tracingClock;
  private final List<Incident> seen = new ArrayList<>();
  private final List<SimulatedClick> again = new ArrayList<>();
  private final Map<String, IncidentCommands.CommandResult> answers = new LinkedHashMap<>();
  private int clicks;

  /** The clicks that were acknowledged as accepted, by the time that only they carry. */
  final List<SimulatedClick> acknowledged = new ArrayList<>();

  SimulatedUsers(SeededRandom seededRandom, TracingClock tracingClock) {
    this.seededRandom = seededRandom;
    this.tracingClock = tracingClock;
  }

  /** One click, as Slack delivers it. */
  record SimulatedClick(String key, Command command) {}

  /** Somebody presses something, or Slack delivers something again. */
  void act(IncidentCommands incidentCommands, IncidentId incident) {
    if (!again.isEmpty() && (seededRandom.calm() || seededRandom.yes(0.3))) {
      deliver(incidentCommands, incident, again.remove(seededRandom.below(again.size())));
      return;
    }
    Incident now = incidentCommands.incident(incident).orElseThrow();
    look(now);
    Incident old = seededRandom.calm() || seededRandom.yes(0.8) ? now : seededRandom.of(seen);
    tracingClock.pass(Duration.ofMillis(1));
    wish(old)
        .ifPresent(
            c -> deliver(incidentCommands, incident, new SimulatedClick("click-" + clicks++, c)));
  }

  private void look(Incident now) {
    seen.add(now);
    if (seen.size() > REMEMBERED) {
      seen.removeFirst();
    }
  }

  private Optional<Command> wish(Incident now) {
    Optional<Command> sensible = ResponderPolicy.next(now, tracingClock.instant());
    if (seededRandom.calm() || seededRandom.yes(0.4)) {
      return seededRandom.calm() || !ends(sensible) ? sensible : Optional.empty();
    }
    Command any =
        seededRandom.of(
            CommandEnumeration.of(
                seededRandom.of(TestUsers.all()), now.state(), tracingClock.instant()));
    boolean early = any instanceof Command.Cancel || any instanceof Command.Close;
    return early && seededRandom.yes(0.9) ? Optional.empty() : Optional.of(any);
  }

  private static boolean ends(Optional<Command> sensible) {
    return sensible.orElse(null) instanceof Command.Close;
  }

  private void deliver(
      IncidentCommands incidentCommands, IncidentId incident, SimulatedClick simulatedClick) {
    IncidentCommands.CommandResult commandResult;
    try {
      commandResult =
          incidentCommands.handle(simulatedClick.key(), incident, simulatedClick.command());
    } catch (SimulatedCrash e) {
      again.add(simulatedClick);
      throw e;
    }
    String name = simulatedClick.command().getClass().getSimpleName();
    String by = simulatedClick.command().by().id();
    tracingClock.note(simulatedClick.key() + " " + name + " by " + by + ": " + word(commandResult));
    answered(simulatedClick, commandResult);
    if (seededRandom.fault(0.15)) {
      again.add(simulatedClick);
    }
  }

  private void answered(
      SimulatedClick simulatedClick, IncidentCommands.CommandResult commandResult) {
    IncidentCommands.CommandResult before = answers.put(simulatedClick.key(), commandResult);
    require(
        before == null || word(before).equals(word(commandResult)),
        simulatedClick.key() + " was answered differently the second time");
    if (before == null && commandResult instanceof IncidentCommands.Committed) {
      acknowledged.add(simulatedClick);
    }
  }

  private static String word(IncidentCommands.CommandResult commandResult) {
    return switch (commandResult) {
      case IncidentCommands.Committed _ -> "accepted";
      case IncidentCommands.Refused r -> "refused " + r.code();
      case IncidentCommands.AlreadyOpen _ -> "open already";
      case IncidentCommands.NotStored n -> "not stored: " + n.why();
    };
  }
}
