package dev.rollbackbot.runbook.measure;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One GET of the probe's service and the expected response.
 *
 * @param path begins with a slash; appended to the service's address
 * @param statuses the HTTP statuses that pass; never empty
 * @param json expected values in the JSON body; empty: the body is not read
 * @param within the longest response time that passes
 * @param rules what else is expected
 */
public record HttpGet(
    String path,
    Set<Integer> statuses,
    List<Expectation> json,
    Duration within,
    ResponseRules rules)
    implements Measurement {
  public HttpGet {
    statuses = SortedCopy.of(statuses);
    json = List.copyOf(json);
  }

  @Override
  public Duration settled() {
    return rules
        .entries()
        .flatMap(EntryCount::since)
        .map(EntryCount.SinceChange::settled)
        .orElse(Duration.ZERO);
  }

  /** Whether the body has to be read. */
  public boolean looksAtBody() {
    return !json.isEmpty() || !rules.text().isEmpty() || rules.entries().isPresent();
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
