package dev.rollbackbot.runbook.measure;

/** How a probe measures. */
public sealed interface Measurement permits HttpGet, MetricQuery {}
