package dev.rollbackbot.sandbox.cloudflare;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was made live, newest first, and from when on the sites serve it. A pure function of time:
 * nothing has to run for a version to spread.
 */
final class Track<T> {

  private record Entry<T>(T what, Instant servedFrom) {}

  private final List<Entry<T>> entries = new ArrayList<>();

  Track(T first, Instant servedFrom) {
    put(first, servedFrom);
  }

  void put(T what, Instant servedFrom) {
    entries.addFirst(new Entry<>(what, servedFrom));
  }

  /** What the provider says is live. */
  T live() {
    return entries.getFirst().what();
  }

  /** What people outside get at this moment. */
  T served(Instant now) {
    for (Entry<T> entry : entries) {
      if (!entry.servedFrom().isAfter(now)) {
        return entry.what();
      }
    }
    return entries.getLast().what();
  }

  boolean spreading(Instant now) {
    return entries.getFirst().servedFrom().isAfter(now);
  }

  Instant liveSince() {
    return entries.getFirst().servedFrom();
  }

  List<T> newestFirst() {
    return entries.stream().map(Entry::what).toList();
  }
}
