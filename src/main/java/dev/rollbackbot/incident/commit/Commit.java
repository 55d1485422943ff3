package dev.rollbackbot.incident.commit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One commit, as the repository describes it.
 *
 * @param id in full
 * @param parents ids; empty for the first commit, or where the history was not read further
 * @param subject the first line of its message
 * @param author a name
 * @param at when it was written; the epoch: that could not be read
 */
public record Commit(String id, List<String> parents, String subject, String author, Instant at) {
  private static final int SHORT = 12;

  public Commit {
    parents = List.copyOf(parents);
  }

  /** Of which nothing else can be read. */
  public static Commit unreadable(String id) {
    return new Commit(id, List.of(), "(can't be read)", "?", Instant.EPOCH);
  }

  /** When it was written; empty: that could not be read. */
  public Optional<Instant> written() {
    return Optional.of(at).filter(t -> t.isAfter(Instant.EPOCH));
  }

  /** As it is chosen and passed on. */
  public String shortId() {
    return id.substring(0, Math.min(SHORT, id.length()));
  }
}
