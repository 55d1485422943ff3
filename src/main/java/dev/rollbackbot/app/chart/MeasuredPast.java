package dev.rollbackbot.app.chart;

import dev.rollbackbot.incident.verification.Reading;
import dev.rollbackbot.runbook.Probe;
import java.time.Instant;
import java.util.List;

/** What metric sources know of the past. */
public interface MeasuredPast {
  /**
   * The values of a probe's query at those times. What was not measured is left out; a source that
   * is in trouble, or that only knows what is now, has none.
   *
   * @param resource the provider's name of the service
   * @param environment id of the environment
   */
  List<Reading> at(Probe probe, String resource, String environment, List<Instant> times);
}
