package dev.rollbackbot.runbook.measure;

import java.time.Duration;

/** How a probe measures. */
public sealed interface Measurement permits HttpGet, MetricQuery {
  /** How long after a change it is about nothing from before it; zero: at once. */
  Duration settled();
}
