package dev.rollbackbot.incident.drill;

import dev.rollbackbot.incident.drill.DrillProgress.DrillTick;
import dev.rollbackbot.runbook.drill.DrillItem;
import java.util.Optional;

/**
 * An item of a drill's checklist, and whether it was done.
 *
 * @param number its place in the list, from 0
 * @param seen whether the bot saw it
 * @param tick who says that it was done
 */
public record DrillItemStatus(int number, DrillItem item, boolean seen, Optional<DrillTick> tick) {
  public boolean done() {
    return seen || tick.isPresent();
  }
}
