package dev.rollbackbot.simulation.truth;

/** Where a text is read. */
public enum Place {
  PANEL,
  CARD,
  POST,
  NOTICE,
  TIMELINE
}
