package dev.rollbackbot.app.payload;

/** Decides payloads that waited, and tells the people who sent them. */
public interface PayloadDecider {
  /**
   * Decides a payload and sends the answer. Deciding it again after a crash gives the same answer.
   *
   * @param beforeCommand runs when everything is known, before anything is stored
   * @return false: it can't be decided yet
   */
  boolean decide(WaitingPayload payload, Runnable beforeCommand);

  /** Tells the person that it waited for too long and will not be decided any more. */
  void expire(WaitingPayload payload);
}
