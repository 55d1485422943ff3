package dev.rollbackbot.incident.watch;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.verification.ProbeResult;
import dev.rollbackbot.incident.verification.VerificationResults;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What has been seen after RESOLVED, and what of it has been told.
 *
 * @param probes by id; those without a bad reading in a row are left out
 * @param told the deployment that was last told, by service id; only other ones than the signed
 * @param nextRead when what is live is read again
 */
public record Watch(
    Map<String, ProbeWatch> probes, Map<String, Deployment> told, Instant nextRead) {
  public Watch {
    probes = Map.copyOf(probes);
    told = Map.copyOf(told);
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
  public record Relapse(ProbeResult last, Progress progress) {}

  /** How far a relapse has come: it is told with what is live, which is read first. */
  public enum Progress {
    FOUND,
    LIVE_READ,
    TOLD
  }

  public static Watch startingWithReadAt(Instant nextRead) {
    return new Watch(Map.of(), Map.of(), nextRead);
  }

  /** After readings that are contained in the results already. */
  public Watch withProbes(VerificationResults results, List<ProbeResult> readings) {
    Map<String, ProbeWatch> all = new TreeMap<>(probes);
    for (ProbeResult reading : readings) {
      results
          .probe(reading.probe())
          .filter(run -> run.waiver().isEmpty())
          .ifPresent(run -> {
            ProbeWatch next = next(run, reading, results.passesNeeded());
            all.put(reading.probe(), next);
            if (next.failuresInARow() == 0 && next.relapse().isEmpty()) {
              all.remove(reading.probe());
            }
          });
    }
    return new Watch(all, told, nextRead);
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
              ? Optional.of(new Relapse(reading, Progress.FOUND))
              : Optional.empty());
    }
    boolean over =
        before.relapse().get().progress() == Progress.TOLD && run.passesInARow() >= needed;
    return new ProbeWatch(failures, over ? Optional.empty() : before.relapse());
  }

  /**
   * After what is live was read.
   *
   * @param signed the services that run what was signed
   */
  public Watch withLiveRead(List<String> signed, Instant next) {
    Map<String, Deployment> stillOther = new TreeMap<>(told);
    signed.forEach(stillOther::remove);
    return new Watch(
        withProgress(r ->
            r.progress() == Progress.FOUND ? new Relapse(r.last(), Progress.LIVE_READ) : r),
        stillOther,
        next);
  }

  /** After these relapses and versions were told. */
  public Watch withTold(List<ProbeResult> relapses, List<LiveReading> live) {
    Map<String, Deployment> all = new TreeMap<>(told);
    live.forEach(r -> r.live().ifPresent(d -> all.put(r.service().service().id(), d)));
    return new Watch(
        withProgress(r -> relapses.contains(r.last()) ? new Relapse(r.last(), Progress.TOLD) : r),
        all,
        nextRead);
  }

  private Map<String, ProbeWatch> withProgress(UnaryOperator<Relapse> change) {
    Map<String, ProbeWatch> all = new TreeMap<>(probes);
    all.replaceAll((_, p) -> new ProbeWatch(p.failuresInARow(), p.relapse().map(change)));
    return all;
  }

  /** The relapses that have come that far, in the order of the probes' ids. */
  public List<ProbeResult> relapses(Progress progress) {
    return new TreeMap<>(probes)
        .values().stream()
            .flatMap(p -> p.relapse().stream())
            .filter(r -> r.progress() == progress)
            .map(Relapse::last)
            .toList();
  }
}
