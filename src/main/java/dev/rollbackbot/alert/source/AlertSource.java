package dev.rollbackbot.alert.source;

/** A system that sends alerts. There is none without a secret. */
public interface AlertSource {
  /** Whether whoever sent it knows the secret; nothing else of the request is looked at before. */
  boolean isAuthentic(AlertRequest request);

  /** What an authentic request says. */
  AlertContent read(AlertRequest request);
}
