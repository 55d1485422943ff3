package dev.rollbackbot.incident.proposal;

import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which triggers have fired for an incident, and whether the bot itself began it for that.
 *
 * @param at when the first one was told
 * @param mode what the bot may do by itself; {@code SHADOW}: a person had declared the incident
 * @param first why it was proposed
 * @param firing the triggers that have not recovered as far as it was told, by when they fired
 * @param facts what was found with the last plan; empty: there was none, or it was not looked for
 * @param automatic what becomes of it where it may begin without an approval
 */
public record Proposal(
    Instant at,
    TriggerMode mode,
    Suspicion first,
    List<Suspicion> firing,
    Optional<AutomaticFacts> facts,
    AutomaticRollback automatic) {
  public Proposal {
    firing = List.copyOf(firing);
  }

  public static Proposal of(Instant at, TriggerMode mode, Suspicion first) {
    return new Proposal(
        at, mode, first, List.of(first), Optional.empty(), new AutomaticRollback.Undecided());
  }

  /** Nobody declared it. */
  public boolean begunByBot() {
    return mode.compareTo(TriggerMode.SHADOW) > 0;
  }

  /** What is known last of that trigger; empty: it is not firing. */
  public Optional<Suspicion> firing(String trigger) {
    return firing.stream().filter(s -> s.trigger().equals(trigger)).findFirst();
  }

  /** A trigger has fired, or there are newer readings of one. */
  public Proposal with(Suspicion suspicion) {
    boolean known = firing(suspicion.trigger()).isPresent();
    Stream<Suspicion> all =
        known
            ? firing.stream()
                .map(s -> s.trigger().equals(suspicion.trigger()) ? suspicion.after(s) : s)
            : Stream.concat(firing.stream(), Stream.of(suspicion));
    Proposal seen = withFiring(all.toList());
    // What was held back for want of evidence is decided anew when there is more of it.
    return automatic instanceof AutomaticRollback.HeldBack && suspicion.onset().isPresent()
        ? seen.with(new AutomaticRollback.Undecided())
        : seen;
  }

  /** Another system's alert about that trigger has ended, or fires again if that is empty. */
  public Proposal withAlert(String trigger, Optional<Instant> endedAt) {
    return withFiring(
        firing.stream().map(s -> s.trigger().equals(trigger) ? s.withAlert(endedAt) : s).toList());
  }

  public Proposal without(String trigger) {
    return withFiring(firing.stream().filter(s -> !s.trigger().equals(trigger)).toList());
  }

  private Proposal withFiring(List<Suspicion> next) {
    return new Proposal(at, mode, first, next, facts, automatic);
  }

  /** With what was found for a new plan. */
  public Proposal withFacts(Optional<AutomaticFacts> found) {
    return new Proposal(at, mode, first, firing, found, automatic);
  }

  public Proposal with(AutomaticRollback next) {
    return new Proposal(at, mode, first, firing, facts, next);
  }
}
