package dev.rollbackbot.app;

/** What a {@link IncidentStore.Unit} offers to a queue that wants to know when it is committed. */
public interface AfterCommit {
  /** Runs that once the transaction is committed; never when it is rolled back. */
  void then(Runnable action);
}
