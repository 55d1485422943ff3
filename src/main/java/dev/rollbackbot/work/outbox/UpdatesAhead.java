package dev.rollbackbot.work.outbox;

import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.Incident;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the update of a panel or card overtake the posts that wait before it: whoever pressed a
 * button looks at the panel, and its update is rendered from the newest state anyway. Posts keep
 * their order among themselves. After each update one post goes, so that people who press buttons
 * without a pause hold no post up.
 */
public final class UpdatesAhead {
  private UpdatesAhead() {}

  /**
   * The update that goes first now; empty: the first row does.
   *
   * @param rows that wait for one destination, in order; not empty
   * @param last the row that was delivered before, to whatever destination
   */
  public static Optional<OutboxRow> of(
      List<OutboxRow> rows, Incident incident, Optional<OutboxRow> last) {
    boolean postsTurn = last.filter(row -> row.effect() instanceof Effect.Refresh).isPresent();
    return postsTurn || rows.getFirst().effect() instanceof Effect.Refresh
        ? Optional.empty()
        : rows.stream().filter(row -> updates(row, incident)).findFirst();
  }

  /** Whether it changes a message that is there: the first one of its kind keeps its place. */
  private static boolean updates(OutboxRow row, Incident incident) {
    return row.effect() instanceof Effect.Refresh(Effect.LiveMessage message)
        && incident.details().published().contains(message);
  }

  /**
   * The rows that may go while that one is still on its way: all of other destinations, and of its
   * own the updates, which may overtake it anyway.
   */
  public static List<OutboxRow> beside(
      OutboxRow onItsWay, List<OutboxRow> rows, Incident incident) {
    return rows.stream()
        .filter(row -> !row.destination().equals(onItsWay.destination()) || updates(row, incident))
        .toList();
  }

  /** The rows with that one in front. */
  public static List<OutboxRow> with(OutboxRow first, List<OutboxRow> rows) {
    return Stream.concat(Stream.of(first), rows.stream().filter(row -> !row.equals(first)))
        .toList();
  }
}
