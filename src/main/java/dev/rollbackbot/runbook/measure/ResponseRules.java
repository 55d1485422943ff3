package dev.rollbackbot.runbook.measure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is expected of a response beyond its status, its time and single values of its body.
 *
 * @param credential name of the one in the settings that is sent; empty: none
 * @param headers all of them must hold
 * @param text of the body; all of them must hold
 * @param entries how many entries a list in the body has; empty: not looked at
 * @param latency of several responses together; empty: each is judged alone
 * @param certificateDays how many days the server's certificate must be valid at the least
 */
public record ResponseRules(
    Optional<String> credential,
    List<HeaderRule> headers,
    List<TextRule> text,
    Optional<EntryCount> entries,
    Optional<LatencyRule> latency,
    Optional<Integer> certificateDays) {
  public static final ResponseRules NONE =
      new ResponseRules(
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public ResponseRules {
    headers = List.copyOf(headers);
    text = List.copyOf(text);
  }

  /**
   * A header of the response.
   *
   * @param name in lower case
   * @param value not looked at for ABSENT
   */
  public record HeaderRule(String name, HeaderRelation relation, String value) {}

  public enum HeaderRelation {
    EQUALS,
    CONTAINS,
    ABSENT
  }

  /**
   * A text that the body holds, or must not hold.
   *
   * @param wanted false: it must not be there
   */
  public record TextRule(String value, boolean wanted) {}

  /**
   * A percentile of the response times.
   *
   * @param percentile 1 to 100
   * @param of over that many of the last responses; with fewer it is not known
   */
  public record LatencyRule(int percentile, Duration atMost, int of) {}
}
