package dev.rollbackbot.incident.proposal;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.Map;

/**
 * What the bot's own records say at the moment in which a rollback would begin without an approval.
 *
 * @param sameRunbook the runbook in use is still the one that the plan was made with
 * @param untold so many posts about the incident have not reached its channel or the incidents one
 * @param clicksWait somebody's click about the incident was received and is not decided yet
 * @param measured how the measurements stand, by the trigger's id; none: they are not known
 */
public record RecordedFacts(
    boolean sameRunbook, int untold, boolean clicksWait, Map<String, LastMeasured> measured) {
  public RecordedFacts {
    measured = SortedCopy.of(measured);
  }
}
