package dev.rollbackbot.incident;

import dev.rollbackbot.incident.Effect.StakeholderNotice;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What did not reach stakeholders.
 *
 * @param notices what was missed last, by channel; the first notice stays until something arrives
 * @param repeating the channels for which it is being tried again
 */
public record UndeliveredPosts(Map<String, StakeholderNotice> notices, Set<String> repeating) {
  public static final UndeliveredPosts NONE = new UndeliveredPosts(Map.of(), Set.of());

  public UndeliveredPosts {
    notices = SortedCopy.of(notices);
    repeating = SortedCopy.of(repeating);
  }

  public UndeliveredPosts with(UndeliveredPost post) {
    Map<String, StakeholderNotice> all = new TreeMap<>(notices);
    all.merge(
        post.channel(), post.notice(), (old, next) -> old == StakeholderNotice.FIRST ? old : next);
    Set<String> others = new TreeSet<>(repeating);
    others.remove(post.channel());
    return new UndeliveredPosts(all, others);
  }

  public UndeliveredPosts withRepeated() {
    return new UndeliveredPosts(notices, notices.keySet());
  }

  public UndeliveredPosts without(String channel) {
    Map<String, StakeholderNotice> all = new TreeMap<>(notices);
    all.remove(channel);
    Set<String> others = new TreeSet<>(repeating);
    others.remove(channel);
    return new UndeliveredPosts(all, others);
  }

  public Optional<StakeholderNotice> notice(String channel) {
    return Optional.ofNullable(notices.get(channel));
  }

  /** The channels for which nobody has asked to try again, in the order of their names. */
  public Set<String> refused() {
    Set<String> all = new TreeSet<>(notices.keySet());
    all.removeAll(repeating);
    return all;
  }
}
