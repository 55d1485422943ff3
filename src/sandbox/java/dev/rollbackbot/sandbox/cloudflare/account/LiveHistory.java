package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was made live, newest first, and from when on the sites serve it. A pure function of time:
 * nothing has to run for a version to spread.
 */
public final class LiveHistory<T> {

  private record LiveEntry<T>(T what, Instant servedFrom) {}

  private final List<LiveEntry<T>> entries = new ArrayList<>();

  LiveHistory(T first, Instant servedFrom) {
    put(first, servedFrom);
  }

  void put(T what, Instant servedFrom) {
    entries.addFirst(new LiveEntry<>(what, servedFrom));
  }

  /** What the provider says is live. */
  public T live() {
    return entries.getFirst().what();
  }

  /** What people outside get at this moment. */
  public T served(Instant now) {
    for (LiveEntry<T> entry : entries) {
      if (!entry.servedFrom().isAfter(now)) {
        return entry.what();
      }
    }
    return entries.getLast().what();
  }

  public boolean spreading(Instant now) {
    return entries.getFirst().servedFrom().isAfter(now);
  }

  public Instant liveSince() {
    return entries.getFirst().servedFrom();
  }

  public List<T> newestFirst() {
    return entries.stream().map(LiveEntry::what).toList();
  }
}
