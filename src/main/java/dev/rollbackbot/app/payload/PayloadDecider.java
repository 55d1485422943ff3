package dev.rollbackbot.app.payload;

import java.util.Optional;

/** Decides payloads that waited. */
public interface PayloadDecider {
  /**
   * Decides a payload. Deciding it again after a crash gives the same answer.
   *
   * @param beforeCommand runs when everything is known, before anything is stored
   * @return the answer, which is not sent yet; empty: it can't be decided yet
   */
  Optional<LateAnswer> decide(WaitingPayload payload, Runnable beforeCommand);

  /** Tells the person that it waited for too long and will not be decided any more. */
  LateAnswer expire(WaitingPayload payload);

  /** What the person who sent a payload is told. */
  @FunctionalInterface
  interface LateAnswer {
    /** Sends what is not sent yet of it; false: another try may succeed. */
    boolean send();

    /** Whether an earlier message to that person, which goes first, is still being sent. */
    default boolean waits() {
      return false;
    }
  }
}
