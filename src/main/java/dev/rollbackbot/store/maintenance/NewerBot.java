package dev.rollbackbot.store.maintenance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that a newer bot uses the database of this one while it runs. From then on this one
 * leaves the database alone: it would lose what it can't read. Safe for many threads.
 */
public final class NewerBot {
  private static final Logger LOG = LoggerFactory.getLogger(NewerBot.class);
  private static final String NEWEST =
      "select coalesce(max(installed_rank), 0) from flyway_schema_history";

  private final String where;
  private final int known;
  private final AtomicBoolean found = new AtomicBoolean();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  private NewerBot(String where, int known) {
    this.where = where;
    this.known = known;
  }

  /** A newer bot uses the database: nothing was read or stored. */
  public static final class NewerBotFound extends RuntimeException {
    private NewerBotFound(String text) {
      super(text);
    }
  }

  /** A record of a type that this version does not know. */
  public static final class NewerRecord extends IllegalStateException {
    public NewerRecord(String type) {
      super("the database contains a " + type + ", which this version does not know");
    }
  }

  /** From the database as this bot has just brought it up to date. */
  public static NewerBot since(Handle handle, String where) {
    return new NewerBot(where, newest(handle));
  }

  private static int newest(Handle handle) {
    return handle.createQuery(NEWEST).mapTo(Integer.class).one();
  }

  /** Runs that once when a newer bot is found. */
  public void whenFound(Runnable listener) {
    listeners.add(listener);
    if (found.get()) {
      listener.run();
    }
  }

  /**
   * In the transaction that is to be written: what a newer bot has brought is seen, or comes after
   * its commit.
   */
  public void refuseNewerSchema(Handle handle) {
    if (!found.get() && newest(handle) > known) {
      found("its schema was changed");
    }
    refuse();
  }

  /** Does that unless a newer bot was found, also by what it reads. */
  public <T> T unlessFound(Supplier<T> work) {
    refuse();
    try {
      return work.get();
    } catch (NewerRecord e) {
      found(String.valueOf(e.getMessage()));
      throw refusal();
    }
  }

  private void refuse() {
    if (found.get()) {
      throw refusal();
    }
  }

  private NewerBotFound refusal() {
    return new NewerBotFound(
        "The database "
            + where
            + " can't be used: a newer bot uses it, and this instance would lose what it does not"
            + " know. Stop this instance");
  }

  private void found(String why) {
    if (found.compareAndSet(false, true)) {
      LOG.error(
          "a newer bot uses the database, so this instance takes no more work: stop it database={}"
              + " reason={}",
          where,
          why);
      listeners.forEach(Runnable::run);
    }
  }
}
