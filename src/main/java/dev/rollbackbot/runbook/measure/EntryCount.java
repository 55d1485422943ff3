package dev.rollbackbot.runbook.measure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many entries a list in a JSON body may have.
 *
 * @param list JSON pointer (RFC 6901) of the list; empty text: the body is the list
 * @param where only entries for which all of them hold are counted
 * @param since only entries that are younger than the rollback are counted; empty: all
 */
public record EntryCount(
    String list, List<EntryFilter> where, Optional<SinceChange> since, Comparison.Limits limits) {
  public EntryCount {
    where = List.copyOf(where);
  }

  /**
   * A condition on an entry.
   *
   * @param pointer JSON pointer in the entry; an entry without that value is not counted
   * @param whole false: the value only contains the text
   */
  public record EntryFilter(String pointer, String value, boolean whole) {}

  /**
   * Which entries are younger than the rollback.
   *
   * @param pointer JSON pointer of the time in an entry
   * @param grace for how long after the last change entries are still about the version before it
   * @param window for how long there must have been time for new entries until a count says
   *     something
   */
  public record SinceChange(String pointer, Duration grace, Duration window) {
    Duration settled() {
      return grace.plus(window);
    }
  }
}
