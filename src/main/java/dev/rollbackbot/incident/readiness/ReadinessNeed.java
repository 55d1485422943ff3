package dev.rollbackbot.incident.readiness;

/** What a rollback needs. */
public enum ReadinessNeed {
  /** Settings and credentials that work, of Slack and of the providers. */
  CREDENTIALS(true),
  /** For each service a version to return to, which isn't the live code. */
  TARGETS(true),
  /** People who can act and approve. */
  PEOPLE(true),
  /** The channel that everything is told in. */
  INCIDENTS_CHANNEL(true),
  /** What only later methods need. */
  FALLBACKS(false),
  /** Channels of stakeholders. */
  CHANNELS(false),
  /** Probes and triggers that can be measured. */
  MEASUREMENTS(false),
  /** Systems whose alerts the runbook names. */
  ALERTS(false),
  /** A runbook without warnings. */
  RUNBOOK(false),
  /** People to ask for help. */
  CONTACTS(false);

  private final boolean essential;

  ReadinessNeed(boolean essential) {
    this.essential = essential;
  }

  /** Whether there is no rollback without it. */
  boolean essential() {
    return essential;
  }
}
