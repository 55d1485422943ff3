package dev.rollbackbot.sandbox;

import dev.rollbackbot.sandbox.slack.state.PageEvent;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The last events of the page, numbered. Readers wait for the events after a number; one that is
 * too far behind receives a {@code reset}. Thread-safe; publishing never waits.
 */
final class PageEventLog implements AutoCloseable {
  private static final int KEPT = 1_000;
  private static final PageEvent RESET =
      new PageEvent("reset", JsonValue.EMPTY_JSON_OBJECT, Optional.empty());

  /** Events after a number; {@code upTo} is the number for the next call. */
  record UnseenEvents(List<NumberedEvent> events, long upTo) {}

  record NumberedEvent(long id, PageEvent event) {
    private boolean isFor(String user) {
      return event.user().map(user::equals).orElse(true);
    }
  }

  private final Deque<NumberedEvent> events = new ArrayDeque<>();
  private long last;
  private boolean closed;

  synchronized void publish(PageEvent event) {
    events.addLast(new NumberedEvent(++last, event));
    if (events.size() > KEPT) {
      events.removeFirst();
    }
    notifyAll();
  }

  void publishReset() {
    publish(RESET);
  }

  synchronized long last() {
    return last;
  }

  /** Returns no events after a timeout, and a single {@code reset} if some events were dropped. */
  synchronized UnseenEvents after(long id, String user, long seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long left = TimeUnit.SECONDS.toNanos(seconds);
    while (!closed && last == id && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    long first = events.isEmpty() ? last + 1 : events.getFirst().id();
    if (id > last || id + 1 < first) {
      return new UnseenEvents(List.of(new NumberedEvent(last, RESET)), last);
    }
    return new UnseenEvents(
        events.stream().filter(each -> each.id() > id && each.isFor(user)).toList(), last);
  }

  synchronized boolean closed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
