package dev.rollbackbot.incident.verification;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of the watch after RESOLVED can't be read at the moment, by id: there nobody knows whether
 * what was signed still holds.
 */
public record WatchGaps(Map<String, Gap> probes, Map<String, Gap> services) {
  public static final WatchGaps NONE = new WatchGaps(Map.of(), Map.of());

  public WatchGaps {
    probes = SortedCopy.of(probes);
    services = SortedCopy.of(services);
  }

  /**
   * No reading since then gave an answer.
   *
   * @param reported whether people know of it
   */
  public record Gap(Instant since, boolean reported) {}

  public WatchGaps withProbe(String id, boolean read, Instant at) {
    return new WatchGaps(with(probes, id, read, at), services);
  }

  public WatchGaps withService(String id, boolean read, Instant at) {
    return new WatchGaps(probes, with(services, id, read, at));
  }

  private static Map<String, Gap> with(Map<String, Gap> gaps, String id, boolean read, Instant at) {
    Map<String, Gap> all = new TreeMap<>(gaps);
    if (read) {
      all.remove(id);
    } else {
      all.putIfAbsent(id, new Gap(at, false));
    }
    return all;
  }

  /** Those that have lasted that long, with those that were told before. */
  public WatchGaps lasting(Duration atLeast, Instant now) {
    return new WatchGaps(lasting(probes, atLeast, now), lasting(services, atLeast, now));
  }

  private static Map<String, Gap> lasting(Map<String, Gap> gaps, Duration atLeast, Instant now) {
    Map<String, Gap> all = new TreeMap<>(gaps);
    all.values().removeIf(gap -> !gap.reported() && now.isBefore(gap.since().plus(atLeast)));
    return all;
  }

  public WatchGaps unreported() {
    return new WatchGaps(withReported(probes, false), withReported(services, false));
  }

  public WatchGaps reported() {
    return new WatchGaps(withReported(probes, true), withReported(services, true));
  }

  private static Map<String, Gap> withReported(Map<String, Gap> gaps, boolean reported) {
    Map<String, Gap> all = new TreeMap<>(gaps);
    all.values().removeIf(gap -> gap.reported() != reported);
    return all;
  }

  /** After people were told of these. */
  public WatchGaps withReported(List<String> reportedProbes, List<String> reportedServices) {
    return new WatchGaps(
        withReported(probes, reportedProbes), withReported(services, reportedServices));
  }

  private static Map<String, Gap> withReported(Map<String, Gap> gaps, List<String> ids) {
    Map<String, Gap> all = new TreeMap<>(gaps);
    all.replaceAll((id, gap) -> ids.contains(id) ? new Gap(gap.since(), true) : gap);
    return all;
  }

  public boolean isEmpty() {
    return probes.isEmpty() && services.isEmpty();
  }
}
