package dev.rollbackbot.incident.verification;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What has been seen after RESOLVED, and what of it has been reported.
 *
 * @param probes by id; those without a bad reading in a row are left out
 * @param reported the other deployment that was last reported, by service id
 * @param gaps what can't be read
 * @param nextRead when what is live is read again
 */
public record Watch(
    Map<String, ProbeWatch> probes,
    Map<String, Deployment> reported,
    WatchGaps gaps,
    Instant nextRead) {
  public Watch {
    probes = SortedCopy.of(probes);
    reported = SortedCopy.of(reported);
  }

  /**
   * The bad readings of a probe.
   *
   * @param failuresInARow bad readings since the last other one, at most as many as needed
   */
  public record ProbeWatch(int failuresInARow, Optional<Relapse> relapse) {}

  /**
   * A probe had as many bad readings in a row as it needed good ones to pass. It is over when the
   * probe has passed as often again.
   *
   * @param last the reading that made it one
   */
  public record Relapse(ProbeResult last, RelapseStatus status) {}

  /** How far a relapse has come: it is told with what is live, which is read first. */
  public enum RelapseStatus {
    FOUND,
    /** What is live is being read; that began after it was found. */
    BEING_READ,
    LIVE_READ,
    REPORTED
  }

  public static Watch startingWithReadAt(Instant nextRead) {
    return new Watch(Map.of(), Map.of(), WatchGaps.NONE, nextRead);
  }

  /** After readings that are contained in the results already. */
  public Watch withProbes(VerificationResults results, List<ProbeResult> readings, Instant at) {
    Map<String, ProbeWatch> all = new TreeMap<>(probes);
    WatchGaps nextGaps = gaps;
    for (ProbeResult reading : readings) {
      Optional<VerificationResults.ProbeRun> run =
          results.probe(reading.probe()).filter(r -> r.waiver().isEmpty());
      if (run.isPresent()) {
        ProbeWatch next = next(run.get(), reading, results.passesNeeded());
        all.put(reading.probe(), next);
        if (next.failuresInARow() == 0 && next.relapse().isEmpty()) {
          all.remove(reading.probe());
        }
        boolean read = reading.verdict() != ProbeResult.Verdict.INCONCLUSIVE;
        nextGaps = nextGaps.withProbe(reading.probe(), read, at);
      }
    }
    return new Watch(all, reported, nextGaps, nextRead);
  }

  /** An inconclusive reading is neither good nor bad: it ends a row of either. */
  private ProbeWatch next(VerificationResults.ProbeRun run, ProbeResult reading, int needed) {
    ProbeWatch before = probes.getOrDefault(reading.probe(), new ProbeWatch(0, Optional.empty()));
    int failures =
        reading.verdict() == ProbeResult.Verdict.FAILED
            ? Math.min(before.failuresInARow() + 1, needed)
            : 0;
    if (before.relapse().isEmpty()) {
      return new ProbeWatch(
          failures,
          failures >= needed
              ? Optional.of(new Relapse(reading, RelapseStatus.FOUND))
              : Optional.empty());
    }
    boolean over =
        before.relapse().get().status() == RelapseStatus.REPORTED && run.passesInARow() >= needed;
    return new ProbeWatch(failures, over ? Optional.empty() : before.relapse());
  }

  /** From now on what is live is being read. */
  public Watch withLiveReadStarted() {
    return new Watch(
        withStatus(r ->
            r.status() == RelapseStatus.FOUND
                ? new Relapse(r.last(), RelapseStatus.BEING_READ)
                : r),
        reported,
        gaps,
        nextRead);
  }

  /**
   * After what is live was read. A relapse that was found meanwhile waits for the next reading:
   * this one may show what was before it.
   *
   * @param signed the services that run what was signed
   * @param nextGaps with those of this reading
   */
  public Watch withLiveRead(List<String> signed, WatchGaps nextGaps, Instant next) {
    Map<String, Deployment> stillOther = new TreeMap<>(reported);
    signed.forEach(stillOther::remove);
    return new Watch(
        withStatus(r ->
            r.status() == RelapseStatus.BEING_READ
                ? new Relapse(r.last(), RelapseStatus.LIVE_READ)
                : r),
        stillOther,
        nextGaps,
        next);
  }

  /** After these relapses and versions were reported. */
  public Watch withReported(List<ProbeResult> relapses, List<LiveReading> live) {
    Map<String, Deployment> all = new TreeMap<>(reported);
    live.forEach(r -> r.live().ifPresent(d -> all.put(r.service().service().id(), d)));
    return new Watch(
        withStatus(
            r -> relapses.contains(r.last()) ? new Relapse(r.last(), RelapseStatus.REPORTED) : r),
        all,
        gaps,
        nextRead);
  }

  /** From now on, whatever was missed before. */
  public Watch withReadDueAt(Instant next) {
    return new Watch(probes, reported, gaps, next);
  }

  /** After people were told that these can't be read. */
  public Watch withGapsReported(List<String> reportedProbes, List<String> reportedServices) {
    return new Watch(
        probes, reported, gaps.withReported(reportedProbes, reportedServices), nextRead);
  }

  private Map<String, ProbeWatch> withStatus(UnaryOperator<Relapse> change) {
    Map<String, ProbeWatch> all = new TreeMap<>(probes);
    all.replaceAll((_, p) -> new ProbeWatch(p.failuresInARow(), p.relapse().map(change)));
    return all;
  }

  /** Whether it was told that something has changed, which is not known to be over. */
  public boolean toldOfChange() {
    return !reported.isEmpty() || !relapses(RelapseStatus.REPORTED).isEmpty();
  }

  /** The relapses that have come that far, in the order of the probes' ids. */
  public List<ProbeResult> relapses(RelapseStatus status) {
    return new TreeMap<>(probes)
        .values().stream()
            .flatMap(p -> p.relapse().stream())
            .filter(r -> r.status() == status)
            .map(Relapse::last)
            .toList();
  }
}
