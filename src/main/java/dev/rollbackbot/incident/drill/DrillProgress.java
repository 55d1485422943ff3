package dev.rollbackbot.incident.drill;

import dev.rollbackbot.incident.request.RequestKind;
import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.drill.DrillFact;
import dev.rollbackbot.runbook.drill.DrillPart;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far a drill has come, as its events show it.
 *
 * @param reached when each part was over
 * @param seen what the bot saw happen
 * @param ticked items of the checklist that a person ticked, by their place in the list
 * @param reminders how often people were reminded, by what they were asked for
 * @param yieldsTo number of the incident for which it ends as soon as nothing is under way; empty:
 *     it need not end
 */
public record DrillProgress(
    Map<DrillPart, Instant> reached,
    Set<DrillFact> seen,
    Map<Integer, DrillTick> ticked,
    Map<RequestKind, Integer> reminders,
    Optional<Integer> yieldsTo) {
  public static final DrillProgress NONE =
      new DrillProgress(Map.of(), Set.of(), Map.of(), Map.of(), Optional.empty());

  public DrillProgress {
    reached = SortedCopy.of(reached);
    seen = SortedCopy.of(seen);
    ticked = SortedCopy.of(ticked);
    reminders = SortedCopy.of(reminders);
  }

  /** A person says that an item was done. */
  public record DrillTick(String by, String reason) {}

  /** The first time counts. */
  public DrillProgress reachedFirst(DrillPart part, Instant at) {
    return reached.containsKey(part) ? this : reached(part, at);
  }

  public DrillProgress reached(DrillPart part, Instant at) {
    Map<DrillPart, Instant> all = new TreeMap<>(reached);
    all.put(part, at);
    return new DrillProgress(all, seen, ticked, reminders, yieldsTo);
  }

  /** That part, and those behind it, are not over any more. */
  public DrillProgress withoutFrom(DrillPart part, Set<DrillFact> unseen) {
    Map<DrillPart, Instant> parts = new TreeMap<>(reached);
    parts.keySet().removeIf(p -> p.compareTo(part) >= 0);
    Set<DrillFact> facts = new TreeSet<>(seen);
    facts.removeAll(unseen);
    return new DrillProgress(parts, facts, ticked, reminders, yieldsTo);
  }

  public DrillProgress seen(DrillFact fact) {
    Set<DrillFact> all = new TreeSet<>(seen);
    all.add(fact);
    return new DrillProgress(reached, all, ticked, reminders, yieldsTo);
  }

  public DrillProgress ticked(int item, DrillTick tick) {
    Map<Integer, DrillTick> all = new TreeMap<>(ticked);
    all.put(item, tick);
    return new DrillProgress(reached, seen, all, reminders, yieldsTo);
  }

  public DrillProgress reminded(RequestKind kind) {
    Map<RequestKind, Integer> all = new TreeMap<>(reminders);
    all.merge(kind, 1, Integer::sum);
    return new DrillProgress(reached, seen, ticked, all, yieldsTo);
  }

  public DrillProgress yieldingTo(int incident) {
    return new DrillProgress(reached, seen, ticked, reminders, Optional.of(incident));
  }
}
