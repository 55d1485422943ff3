package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was measured and what people confirmed after a rollback.
 *
 * @param probes in the runbook's order
 * @param checks in the runbook's order
 * @param needed how many times in a row each probe must pass
 */
public record Measurements(List<ProbeRun> probes, List<CheckRun> checks, int needed) {
  public Measurements {
    probes = List.copyOf(probes);
    checks = List.copyOf(checks);
  }

  /**
   * A probe and how it goes.
   *
   * @param inARow passes since the last reading that was none, at most as many as needed
   * @param waiver who goes on without it: a {@link Mark.Skipped}
   */
  public record ProbeRun(
      Probe probe,
      Optional<Reading> last,
      Optional<Instant> readAt,
      int inARow,
      Optional<Mark.Skipped> waiver) {}

  /** A human check and where it stands. */
  public record CheckRun(HumanCheck check, Mark mark) {}

  static Measurements fresh(List<Probe> probes, List<HumanCheck> checks, int needed) {
    return new Measurements(
        probes.stream()
            .map(p -> new ProbeRun(p, Optional.empty(), Optional.empty(), 0, Optional.empty()))
            .toList(),
        checks.stream().map(c -> new CheckRun(c, new Mark.Open())).toList(),
        needed);
  }

  /** Counts every probe from nothing; what people said and waived stays. */
  Measurements recount() {
    return new Measurements(
        probes.stream()
            .map(p -> new ProbeRun(p.probe(), p.last(), p.readAt(), 0, p.waiver()))
            .toList(),
        checks,
        needed);
  }

  Measurements read(List<Reading> readings, Instant at) {
    return new Measurements(
        probes.stream().map(p -> read(p, readings, at)).toList(), checks, needed);
  }

  private ProbeRun read(ProbeRun run, List<Reading> readings, Instant at) {
    for (Reading r : readings) {
      if (r.probe().equals(run.probe().id())) {
        int inARow = r.verdict() == Reading.Verdict.PASSED ? Math.min(run.inARow() + 1, needed) : 0;
        return new ProbeRun(run.probe(), Optional.of(r), Optional.of(at), inARow, run.waiver());
      }
    }
    return run;
  }

  Measurements waiveProbe(String id, Mark.Skipped waiver) {
    return new Measurements(
        probes.stream()
            .map(p ->
                p.probe().id().equals(id)
                    ? new ProbeRun(p.probe(), p.last(), p.readAt(), p.inARow(), Optional.of(waiver))
                    : p)
            .toList(),
        checks,
        needed);
  }

  Measurements markCheck(String id, Mark mark) {
    return new Measurements(
        probes,
        checks.stream()
            .map(c -> c.check().id().equals(id) ? new CheckRun(c.check(), mark) : c)
            .toList(),
        needed);
  }

  /** The probe of that id, if there is one. */
  public Optional<ProbeRun> probe(String id) {
    return probes.stream().filter(p -> p.probe().id().equals(id)).findFirst();
  }

  /** The human check of that id, if there is one. */
  public Optional<CheckRun> check(String id) {
    return checks.stream().filter(c -> c.check().id().equals(id)).findFirst();
  }

  /** Whether that probe holds: passed often enough in a row, or waived. */
  public boolean holds(ProbeRun run) {
    return run.waiver().isPresent() || run.inARow() >= needed;
  }

  /** Whether every probe holds and every human check is confirmed or waived. */
  public boolean settled() {
    return probes.stream().allMatch(this::holds)
        && checks.stream().allMatch(c -> c.mark().settled());
  }

  /** How many hold, of probes and checks together. */
  public long settledCount() {
    return probes.stream().filter(this::holds).count()
        + checks.stream().filter(c -> c.mark().settled()).count();
  }

  /** How many there are, of probes and checks together. */
  public int count() {
    return probes.size() + checks.size();
  }
}
