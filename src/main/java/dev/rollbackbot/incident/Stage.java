package dev.rollbackbot.incident;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far an incident had come when a person saw it. It only grows, so that a click on what was
 * shown earlier is recognized although the incident is in the same state again.
 *
 * @param entered how often what people decide about became another: the incident entered another
 *     state, a step failed or became unknown, a relapse was told
 * @param rollbacks how many rollbacks had ended without resolving it
 * @param reopenings how often it was reopened
 * @param controls how often somebody asked for a pause or a stop, or let the rollback go on
 */
public record Stage(int entered, int rollbacks, int reopenings, int controls) {
  public static final Stage FIRST = new Stage(0, 0, 0, 0);

  private static final int PARTS = 4;

  /** After an event, which has led from one state to another or the same. */
  public Stage after(Event event, State before, State next) {
    boolean another =
        !before.getClass().equals(next.getClass())
            || event instanceof Event.StepFailed
            || event instanceof Event.StepUnknown
            || event instanceof Event.ChangedAfterResolved;
    boolean control =
        event instanceof Event.PauseRequested
            || event instanceof Event.StopRequested
            || event instanceof Event.Resumed;
    boolean ended = event instanceof Event.MethodStarted || event instanceof Event.IncidentReopened;
    return new Stage(
        entered + (another ? 1 : 0),
        rollbacks + (ended ? 1 : 0),
        reopenings + (event instanceof Event.IncidentReopened ? 1 : 0),
        controls + (control ? 1 : 0));
  }

  /**
   * Whether a command still means what the person saw.
   *
   * @param now the incident's stage by now
   * @param waited whether it was acknowledged first: then it counts in no other state, unless it
   *     only stops or records something, or names what was looked at
   */
  public boolean allows(Command command, Stage now, boolean waited) {
    if (equals(now) || command instanceof Command.NamesWhatWasSeen) {
      return true;
    }
    boolean thatState =
        command instanceof Command.InThatState
            || (waited && !(command instanceof Command.InAnyState));
    return reopenings == now.reopenings
        && (entered == now.entered || !thatState)
        && (rollbacks == now.rollbacks || !(command instanceof Command.OnChecks))
        && (controls == now.controls || !(command instanceof Command.Resume));
  }

  /** For the value of a button. */
  public String encoded() {
    return entered + "." + rollbacks + "." + reopenings + "." + controls;
  }

  /** Empty: it is none. */
  public static Optional<Stage> decode(String text) {
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6}){3}")) {
      return Optional.empty();
    }
    List<Integer> parts = Stream.of(text.split("\\.", PARTS)).map(Integer::valueOf).toList();
    return Optional.of(new Stage(parts.get(0), parts.get(1), parts.get(2), parts.get(3)));
  }
}
