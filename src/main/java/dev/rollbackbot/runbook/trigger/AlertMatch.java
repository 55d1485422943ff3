package dev.rollbackbot.runbook.trigger;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.List;
import java.util.Map;

/**
 * Which alerts of another system mean a trigger.
 *
 * @param source id of the system that sends them
 * @param labels values that an alert has to have, each exactly; never empty
 * @param service id of the service that such an alert is about
 * @param environment id of the environment that it is about
 */
public record AlertMatch(
    String source, Map<String, String> labels, String service, String environment) {
  /** Ids of the systems that alerts can come from, in order. */
  public static final List<String> SYSTEMS =
      List.of(
          "alertmanager",
          "cloudevents",
          "cloudflare",
          "datadog",
          "grafana",
          "json",
          "pagerduty",
          "sentry");

  public AlertMatch {
    labels = SortedCopy.of(labels);
  }
}
