package dev.rollbackbot.store;

import dev.rollbackbot.app.AfterCommit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What wants to run once one transaction is committed. */
final class AfterCommits implements AfterCommit {
  private static final Logger LOG = LoggerFactory.getLogger(AfterCommits.class);

  private final List<Runnable> actions = new ArrayList<>();

  @Override
  public void then(Runnable action) {
    actions.add(action);
  }

  /** Runs them all; what they throw can't undo what is committed, so it is only logged. */
  void run() {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("An action after a commit failed", e);
      }
    }
  }
}
