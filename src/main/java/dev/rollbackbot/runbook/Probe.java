package dev.rollbackbot.runbook;

import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.Measurement;
import dev.rollbackbot.runbook.measure.MetricQuery;
import java.util.Set;

/**
 * A check of the running system that the bot measures.
 *
 * @param id unique among probes and human checks
 * @param service id of the service that it is about
 * @param onlyIn ids of environments; empty: all
 */
public record Probe(
    String id, String title, String service, Measurement measurement, Set<String> onlyIn) {
  public Probe {
    onlyIn = SortedCopy.of(onlyIn);
  }

  boolean appliesTo(Environment environment) {
    return onlyIn.isEmpty() || onlyIn.contains(environment.id());
  }

  /** Whether it can only be measured at an address of its service. */
  boolean needsAddress() {
    return switch (measurement) {
      case HttpGet _ -> true;
      case MetricQuery _ -> false;
    };
  }
}
