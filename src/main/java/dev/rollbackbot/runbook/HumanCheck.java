package dev.rollbackbot.runbook;

import java.util.List;
import java.util.Optional;

/**
 * A check that a person confirms after a rollback.
 *
 * @param id unique among probes and human checks
 * @param measuredBy ids of probes; where all of them run, nobody is asked
 */
public record HumanCheck(
    String id,
    String title,
    Evidence evidence,
    Optional<String> instructions,
    List<String> measuredBy) {
  public HumanCheck {
    measuredBy = List.copyOf(measuredBy);
  }
}
