package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Tick;
import java.util.Optional;

/** The lines of RESOLVED that stand on measurements. */
final class Ticks {
  private Ticks() {}

  /** The line, or nothing where none of it exists in this environment. */
  static Optional<Prose> line(Tick tick, Measurements m) {
    boolean any = false;
    boolean all = true;
    Optional<Mark.Skipped> waiver = Optional.empty();
    for (String id : tick.from()) {
      Optional<Measurements.ProbeRun> probe = m.probe(id);
      if (probe.isPresent()) {
        any = true;
        all &= m.holds(probe.get());
        waiver = waiver.or(probe.get()::waiver);
      }
      Optional<Mark> mark = m.check(id).map(Measurements.CheckRun::mark);
      if (mark.isPresent()) {
        any = true;
        all &= mark.get().settled();
        waiver =
            waiver.or(() ->
                mark.flatMap(x -> x instanceof Mark.Skipped s ? Optional.of(s) : Optional.empty()));
      }
    }
    return any ? Optional.of(line(tick.text(), all, waiver)) : Optional.empty();
  }

  private static Prose line(String text, boolean all, Optional<Mark.Skipped> waiver) {
    if (!all) {
      return Prose.of("✗ " + text + ": not confirmed");
    }
    return waiver
        .map(
            w -> Prose.of("– " + text + ": waived by ").person(w.by()).text(", ").quote(w.reason()))
        .orElseGet(() -> Prose.of("✓ " + text));
  }
}
