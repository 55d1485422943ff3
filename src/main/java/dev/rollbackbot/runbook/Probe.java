package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A check of the running system: one GET and what must come back.
 *
 * @param id unique among probes and human checks
 * @param title as people say it
 * @param service id of the service whose address is asked
 * @param path begins with a slash; appended to the service's address
 * @param statuses the HTTP statuses that pass; never empty
 * @param json what the JSON body must say; empty: the body is not looked at
 * @param within the slowest answer that passes
 * @param onlyIn ids of the environments that it is for; empty: all of them
 */
public record Probe(
    String id,
    String title,
    String service,
    String path,
    Set<Integer> statuses,
    List<Expectation> json,
    Duration within,
    Set<String> onlyIn) {
  public Probe {
    statuses = Set.copyOf(statuses);
    json = List.copyOf(json);
    onlyIn = Set.copyOf(onlyIn);
  }

  /** Whether it is for that environment at all. */
  boolean appliesTo(Environment environment) {
    return onlyIn.isEmpty() || onlyIn.contains(environment.id());
  }

  /**
   * What one value of a JSON body must be.
   *
   * @param pointer JSON pointer (RFC 6901) of the value
   * @param relation how it is compared
   * @param value what it is compared with; a decimal number for AT_MOST and AT_LEAST
   */
  public record Expectation(String pointer, Relation relation, String value) {}

  /** How a value is compared. */
  public enum Relation {
    EQUALS,
    AT_MOST,
    AT_LEAST
  }
}
