package dev.rollbackbot.runbook.trigger;

/** What the bot does when a trigger fires. Each mode does more than the one before it. */
public enum TriggerMode {
  /** It isn't measured. */
  OFF,
  /** It is only recorded what would have been proposed, and when. */
  SHADOW,
  /** A rollback is proposed in the incidents channel. */
  PROPOSE,
  /** An incident is opened, and its plan is made ready for approval. */
  PREPARE,
  /** The rollback starts without anybody's approval, if every condition for that holds. */
  AUTO
}
