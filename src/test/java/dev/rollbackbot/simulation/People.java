package dev.rollbackbot.simulation;

import static dev.rollbackbot.promises.Promise.require;

import dev.rollbackbot.app.Desk;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.EveryCommand;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.promises.Cast;
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
final class People {
  private static final int REMEMBERED = 6;

  private final Chance chance;
  private final Trace trace;
  private final List<Incident> seen = new ArrayList<>();
  private final List<Click> again = new ArrayList<>();
  private final Map<String, Desk.Receipt> answers = new LinkedHashMap<>();
  private int clicks;

  /** The clicks that were acknowledged as accepted, by the time that only they carry. */
  final List<Click> acknowledged = new ArrayList<>();

  People(Chance chance, Trace trace) {
    this.chance = chance;
    this.trace = trace;
  }

  /** One click, as Slack delivers it. */
  record Click(String key, Command command) {}

  /** Somebody presses something, or Slack delivers something again. */
  void act(Desk desk, IncidentId incident) {
    if (!again.isEmpty() && (chance.calm() || chance.yes(0.3))) {
      deliver(desk, incident, again.remove(chance.below(again.size())));
      return;
    }
    Incident now = desk.incident(incident).orElseThrow();
    look(now);
    Incident old = chance.calm() || chance.yes(0.8) ? now : chance.of(seen);
    trace.pass(Duration.ofMillis(1));
    wish(old).ifPresent(c -> deliver(desk, incident, new Click("click-" + clicks++, c)));
  }

  private void look(Incident now) {
    seen.add(now);
    if (seen.size() > REMEMBERED) {
      seen.removeFirst();
    }
  }

  private Optional<Command> wish(Incident now) {
    Optional<Command> sensible = Steering.next(now, trace.instant());
    if (chance.calm() || chance.yes(0.4)) {
      return chance.calm() || !ends(sensible) ? sensible : Optional.empty();
    }
    Command any = chance.of(EveryCommand.of(chance.of(Cast.all()), now.state(), trace.instant()));
    boolean early = any instanceof Command.Cancel || any instanceof Command.Close;
    return early && chance.yes(0.9) ? Optional.empty() : Optional.of(any);
  }

  private static boolean ends(Optional<Command> sensible) {
    return sensible.orElse(null) instanceof Command.Close;
  }

  private void deliver(Desk desk, IncidentId incident, Click click) {
    Desk.Receipt receipt;
    try {
      receipt = desk.handle(click.key(), incident, click.command());
    } catch (Crash e) {
      again.add(click);
      throw e;
    }
    String name = click.command().getClass().getSimpleName();
    String by = click.command().by().id();
    trace.note(click.key() + " " + name + " by " + by + ": " + word(receipt));
    answered(click, receipt);
    if (chance.fault(0.15)) {
      again.add(click);
    }
  }

  private void answered(Click click, Desk.Receipt receipt) {
    Desk.Receipt before = answers.put(click.key(), receipt);
    require(
        before == null || word(before).equals(word(receipt)),
        click.key() + " was answered differently the second time");
    if (before == null && receipt instanceof Desk.Accepted) {
      acknowledged.add(click);
    }
  }

  private static String word(Desk.Receipt receipt) {
    return switch (receipt) {
      case Desk.Accepted _ -> "accepted";
      case Desk.Refused r -> "refused " + r.reason();
      case Desk.AlreadyOpen _ -> "open already";
      case Desk.NotStored n -> "not stored: " + n.why();
    };
  }
}
