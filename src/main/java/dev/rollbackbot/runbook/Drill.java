package dev.rollbackbot.runbook;

import java.util.List;

/**
 * How the rollback is rehearsed.
 *
 * @param cadence how often, in words
 * @param environment id
 * @param checklist what the team must be able to do
 */
public record Drill(
    String cadence, String environment, List<String> steps, List<String> checklist) {
  public Drill {
    steps = List.copyOf(steps);
    checklist = List.copyOf(checklist);
  }
}
