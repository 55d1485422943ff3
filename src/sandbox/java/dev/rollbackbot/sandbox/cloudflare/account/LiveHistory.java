package dev.rollbackbot.sandbox.cloudflare.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The live versions, newest first. The sites serve a version from a time on; no timer runs. */
public final class LiveHistory<T> {
  private record LiveEntry<T>(T version, Instant servedFrom) {}

  private final List<LiveEntry<T>> entries = new ArrayList<>();

  LiveHistory(T first, Instant servedFrom) {
    put(first, servedFrom);
  }

  void put(T version, Instant servedFrom) {
    entries.addFirst(new LiveEntry<>(version, servedFrom));
  }

  /** The live version according to the provider. */
  public T live() {
    return entries.getFirst().version();
  }

  /** The version that the sites serve. */
  public T served(Instant now) {
    return entries.stream()
        .filter(entry -> !entry.servedFrom().isAfter(now))
        .findFirst()
        .orElseGet(entries::getLast)
        .version();
  }

  public boolean propagating(Instant now) {
    return entries.getFirst().servedFrom().isAfter(now);
  }

  public Instant liveSince() {
    return entries.getFirst().servedFrom();
  }

  public List<T> newestFirst() {
    return entries.stream().map(LiveEntry::version).toList();
  }
}
