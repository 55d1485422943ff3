package dev.rollbackbot.work;

import dev.rollbackbot.app.Outbox.OutboxRow;
import dev.rollbackbot.incident.Effect;
import java.util.List;

/**
 * Which rows of the outbox one delivery settles. A message is rendered from the newest state, so
 * one update at the position of the first row covers all later rows for it: posts into the panel's
 * thread still find the panel, and many events cost one call.
 */
final class RefreshCoalescing {
  private RefreshCoalescing() {}

  /** Keys of rows; the given ones are waiting, in order, read before the state, and not empty. */
  static List<String> settledByFirst(List<OutboxRow> rows) {
    OutboxRow first = rows.getFirst();
    return (first.effect() instanceof Effect.Refresh
            || first.effect() instanceof Effect.RefreshNotice)
        ? rows.stream()
            .filter(row -> row.effect().equals(first.effect()))
            .map(OutboxRow::key)
            .toList()
        : List.of(first.key());
  }
}
