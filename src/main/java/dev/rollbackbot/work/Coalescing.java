package dev.rollbackbot.work;

import dev.rollbackbot.app.Outbox.Row;
import dev.rollbackbot.incident.Effect;
import java.util.List;

/**
 * Which rows of the outbox one delivery settles. A surface is drawn from the newest state, so that
 * drawing it once where it is first asked for serves everybody who asks later: posts into the
 * panel's thread still find the panel, and many events cost one call.
 */
final class Coalescing {
  private Coalescing() {}

  /**
   * The keys of the rows that are done when the first one is.
   *
   * @param rows those that wait, in order, read before the state; never empty
   */
  static List<String> settledByFirst(List<Row> rows) {
    Row first = rows.getFirst();
    return first.effect() instanceof Effect.Refresh refresh
        ? rows.stream().filter(r -> r.effect().equals(refresh)).map(Row::key).toList()
        : List.of(first.key());
  }
}
