package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.runbook.collection.SortedCopy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is live of the services of an incident, as last read.
 *
 * @param readings the last reading, by service id
 * @param before what was live when the incident's first plan was made, by service id
 * @param planned what was live when the last plan was made, by service id, if it was read then
 * @param known the last version that was read, by service id; it stays when a later reading fails,
 *     and goes when a person may have changed the service since
 * @param left what the plan and its own changes left live, by service id: what was read for the
 *     plan, then what was read first after each change, whatever somebody deployed later
 * @param seen when a known version of which the provider doesn't tell since when it is live was
 *     read first, by service id
 * @param leftBehind ids of the versions that had all the traffic when a plan was made that does not
 *     keep them, by service id
 * @param job the job that reads now; the result of any other job is outdated
 * @param stale whether something may have changed since the last reading
 */
public record LiveVersions(
    Map<String, LiveReading> readings,
    Map<String, Deployment> before,
    Map<String, Deployment> planned,
    Map<String, Deployment> known,
    Map<String, Deployment> left,
    Map<String, Instant> seen,
    Map<String, Set<String>> leftBehind,
    Optional<String> job,
    boolean stale) {
  public static final LiveVersions NONE =
      new LiveVersions(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          false);

  public LiveVersions {
    readings = SortedCopy.of(readings);
    before = SortedCopy.of(before);
    planned = SortedCopy.of(planned);
    known = SortedCopy.of(known);
    left = SortedCopy.of(left);
    seen = SortedCopy.of(seen);
    Map<String, Set<String>> behind = new TreeMap<>();
    leftBehind.forEach((service, versions) -> behind.put(service, SortedCopy.of(versions)));
    leftBehind = SortedCopy.of(behind);
  }

  public LiveVersions with(LiveReading reading) {
    String service = reading.service().service().id();
    Map<String, LiveReading> all = new TreeMap<>(readings);
    all.put(service, reading);
    Map<String, Deployment> allKnown = new TreeMap<>(known);
    reading.live().ifPresent(live -> allKnown.put(service, live));
    return new LiveVersions(
        all, before, planned, allKnown, left, seen(reading), leftBehind, job, stale);
  }

  private Map<String, Instant> seen(LiveReading reading) {
    String service = reading.service().service().id();
    Map<String, Instant> next = new TreeMap<>(seen);
    reading
        .live()
        .ifPresent(live -> {
          if (live.at().isPresent() || !live.equals(known.get(service))) {
            next.remove(service);
          }
          if (live.at().isEmpty()) {
            next.putIfAbsent(service, reading.at());
          }
        });
    return next;
  }

  /** Read after a change: the first reading shows what that left. */
  public LiveVersions withRead(LiveReading reading) {
    Map<String, Deployment> first = new TreeMap<>(left);
    reading.live().ifPresent(live -> first.putIfAbsent(reading.service().service().id(), live));
    return with(reading).withLeft(first);
  }

  /** The rollback itself has made that live, or begins with it. */
  public LiveVersions withMade(LiveReading reading) {
    Map<String, Deployment> last = new TreeMap<>(left);
    reading.live().ifPresent(live -> last.put(reading.service().service().id(), live));
    return with(reading).withLeft(last);
  }

  private LiveVersions withLeft(Map<String, Deployment> next) {
    return new LiveVersions(readings, before, planned, known, next, seen, leftBehind, job, stale);
  }

  /** Read for a plan, before it changes anything. */
  public LiveVersions withPlanned(LiveReading reading) {
    Map<String, Deployment> first = new TreeMap<>(before);
    Map<String, Deployment> last = new TreeMap<>(planned);
    String service = reading.service().service().id();
    reading
        .live()
        .ifPresent(live -> {
          first.putIfAbsent(service, live);
          last.put(service, live);
        });
    return new LiveVersions(readings, first, last, known, left, seen, leftBehind, job, stale)
        .withMade(reading);
  }

  /** A plan that was made goes away from what is live. */
  public LiveVersions withLeftBehind(String service, Version version) {
    Map<String, Set<String>> all = new TreeMap<>(leftBehind);
    Set<String> versions = new TreeSet<>(leftBehind(service));
    versions.add(version.id());
    all.put(service, versions);
    return new LiveVersions(readings, before, planned, known, left, seen, all, job, stale);
  }

  /** Ids of the versions of that service that an earlier plan found live and did not keep. */
  public Set<String> leftBehind(String service) {
    return leftBehind.getOrDefault(service, Set.of());
  }

  /** Whether the incident's first plan found that version live, and a plan went away from it. */
  public boolean leftFromTheStart(String service, Version version) {
    return leftBehind(service).contains(version.id())
        && before(service).filter(first -> first.servesOnly(version)).isPresent();
  }

  /** With what was last known of the services that could not be read the last time. */
  public LiveVersions withKnownForUnread() {
    Map<String, LiveReading> all = new TreeMap<>();
    readings.forEach((service, reading) ->
        all.put(
            service,
            new LiveReading(
                reading.service(),
                reading.at(),
                reading.live().or(() -> Optional.ofNullable(known.get(service))),
                reading.problem(),
                reading.running())));
    return new LiveVersions(all, before, planned, known, left, seen, leftBehind, job, stale);
  }

  /** Nothing has been read for the plan that is made now. */
  public LiveVersions withNewPlan() {
    return new LiveVersions(
        readings, before, Map.of(), known, Map.of(), seen, leftBehind, job, stale);
  }

  /** Something may have changed, and that service did if one is given. */
  public LiveVersions asStale(Optional<String> service) {
    Map<String, Deployment> stillKnown = new TreeMap<>(known);
    Map<String, Deployment> stillLeft = new TreeMap<>(left);
    service.ifPresent(stillKnown::remove);
    service.ifPresent(stillLeft::remove);
    return new LiveVersions(
        readings, before, planned, stillKnown, stillLeft, seen, leftBehind, job, true);
  }

  public LiveVersions readBy(String nextJob) {
    return new LiveVersions(
        readings, before, planned, known, left, seen, leftBehind, Optional.of(nextJob), false);
  }

  public LiveVersions withoutJob() {
    return new LiveVersions(
        readings, before, planned, known, left, seen, leftBehind, Optional.empty(), stale);
  }

  /** Nothing is being read, and nothing has to be. */
  public LiveVersions settled() {
    return new LiveVersions(
        readings, before, planned, known, left, seen, leftBehind, Optional.empty(), false);
  }

  /** The last reading of each service that was read, by their ids. */
  public List<LiveReading> all() {
    return List.copyOf(new TreeMap<>(readings).values());
  }

  public Optional<LiveReading> reading(String service) {
    return Optional.ofNullable(readings.get(service));
  }

  public Optional<Deployment> before(String service) {
    return Optional.ofNullable(before.get(service));
  }

  public Optional<Deployment> planned(String service) {
    return Optional.ofNullable(planned.get(service));
  }

  /** Whether that reading shows another version than was last known. */
  public boolean differs(LiveReading reading) {
    Deployment was = known.get(reading.service().service().id());
    return was != null && reading.live().filter(live -> !live.servesSameAs(was)).isPresent();
  }
}
