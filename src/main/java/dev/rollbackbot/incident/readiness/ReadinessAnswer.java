package dev.rollbackbot.incident.readiness;

/** What was found of something that a rollback needs. */
public enum ReadinessAnswer {
  MET,
  /** It is there, with something that people should know. */
  DOUBTFUL,
  MISSING,
  /** It was asked, and there was no answer. */
  UNKNOWN
}
