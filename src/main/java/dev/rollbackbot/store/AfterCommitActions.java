package dev.rollbackbot.store;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The actions that one transaction runs once it is committed. */
final class AfterCommitActions {
  private static final Logger LOG = LoggerFactory.getLogger(AfterCommitActions.class);

  private final List<Runnable> actions = new ArrayList<>();

  void add(Runnable action) {
    actions.add(action);
  }

  /** An exception can't undo what is committed, so it is only logged. */
  void run() {
    for (Runnable action : actions) {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.warn("an action after a commit failed", e);
      }
    }
  }
}
