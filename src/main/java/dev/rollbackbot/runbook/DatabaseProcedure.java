package dev.rollbackbot.runbook;

import java.util.List;

/**
 * What people do to a database when the data is part of the problem: the last part of a rollback,
 * confirmed during the verification.
 *
 * @param check confirms that it is done or not needed
 * @param when in which case it is needed
 */
public record DatabaseProcedure(HumanCheck check, String when, List<Instructions> steps) {
  public DatabaseProcedure {
    steps = List.copyOf(steps);
  }
}
