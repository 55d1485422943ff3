package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.slack.state.PageEvent;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last events of the page, numbered. Readers wait for what comes after the number they have;
 * one that is too far behind is told to load everything again. Thread-safe; publishing never waits.
 */
final class PageEventLog implements AutoCloseable {
  private static final int KEPT = 1_000;
  private static final String RESET = "reset";

  /**
   * What a reader has not seen yet.
   *
   * @param upTo the number to ask from the next time
   */
  record UnseenEvents(List<NumberedEvent> events, long upTo) {}

  /** An event with its number. */
  record NumberedEvent(long id, PageEvent event) {
    private boolean isFor(String user) {
      return event.user().map(user::equals).orElse(true);
    }
  }

  private final Deque<NumberedEvent> events = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long last;
  private boolean closed;

  void publish(PageEvent event) {
    lock.lock();
    try {
      events.addLast(new NumberedEvent(++last, event));
      if (events.size() > KEPT) {
        events.removeFirst();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Tells every page to load its state again. */
  void publishReset() {
    publish(new PageEvent(RESET, JsonValue.EMPTY_JSON_OBJECT, Optional.empty()));
  }

  /** The number of the newest event. */
  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What happened after an event, waiting for it if need be.
   *
   * @return no events after so long without any for this person; a single {@code reset} if the
   *     events after this one are not all there any more
   */
  UnseenEvents after(long id, String user, long seconds) throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(seconds);
      while (!closed && last == id && left > 0) {
        left = changed.awaitNanos(left);
      }
      long first = events.isEmpty() ? last + 1 : events.getFirst().id();
      if (id > last || id + 1 < first) {
        var reset = new PageEvent(RESET, JsonValue.EMPTY_JSON_OBJECT, Optional.empty());
        return new UnseenEvents(List.of(new NumberedEvent(last, reset)), last);
      }
      List<NumberedEvent> news = new ArrayList<>();
      for (NumberedEvent each : events) {
        if (each.id() > id && each.isFor(user)) {
          news.add(each);
        }
      }
      return new UnseenEvents(news, last);
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
