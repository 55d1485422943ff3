package dev.rollbackbot.runbook;

import java.util.List;

/**
 * What is done to a database, by people, when the data is part of the problem. It is the last part
 * of a rollback and is asked about while the result is verified.
 *
 * @param check the human check that stands for it: not needed, or done
 * @param when in which case it is needed
 * @param steps in order
 */
public record DatabaseProcedure(HumanCheck check, String when, List<Instructions> steps) {
  public DatabaseProcedure {
    steps = List.copyOf(steps);
  }
}
