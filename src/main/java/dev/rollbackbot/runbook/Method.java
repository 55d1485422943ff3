package dev.rollbackbot.runbook;

import java.util.List;

/**
 * One way to carry out the rollback. Methods are tried in the runbook's order.
 *
 * @param id unique within the runbook
 * @param when in which case it is used
 * @param steps in order; never empty
 */
public record Method(String id, String name, String when, List<Step> steps) {
  public Method {
    steps = List.copyOf(steps);
  }
}
