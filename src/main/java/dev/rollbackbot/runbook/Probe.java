package dev.rollbackbot.runbook;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A check of the running system: one GET and the expected response.
 *
 * @param id unique among probes and human checks
 * @param service id of the service that gets the request
 * @param path begins with a slash; appended to the service's address
 * @param statuses the HTTP statuses that pass; never empty
 * @param json expected values in the JSON body; empty: the body is not read
 * @param within the longest response time that passes
 * @param onlyIn ids of environments; empty: all
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

  boolean appliesTo(Environment environment) {
    return onlyIn.isEmpty() || onlyIn.contains(environment.id());
  }

  /**
   * An expected value in a JSON body.
   *
   * @param pointer JSON pointer (RFC 6901)
   * @param value a decimal number for AT_MOST and AT_LEAST
   */
  public record Expectation(String pointer, Relation relation, String value) {}

  public enum Relation {
    EQUALS,
    AT_MOST,
    AT_LEAST
  }
}
