package dev.rollbackbot.gateway.kubernetes;

import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Deployment.TrafficShare;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The earlier revisions of a workload as deployments. Kubernetes keeps one entry for each template,
 * with the time of its first use and the number of its last: other times are not known, and where
 * one is missing nothing is claimed about how long a revision served.
 */
final class RevisionHistory {
  /** What a revision has to last to have had time to become available. */
  private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(10);

  private final Workload workload;
  private final List<Revision> all;
  private final List<Deployment> earlier = new ArrayList<>();
  private final List<Instant> gaps = new ArrayList<>();
  private final List<Revision> shortLived = new ArrayList<>();

  RevisionHistory(Workload workload) {
    this.workload = workload;
    this.all = workload.revisions();
    Optional<Revision> live = workload.wanted();
    for (int i = 0; i < all.size(); i++) {
      Revision revision = all.get(i);
      if (!live.equals(Optional.of(revision))) {
        add(revision, i == 0 ? Optional.empty() : Optional.of(all.get(i - 1)));
      }
    }
    all.stream().filter(r -> r.usedAgain(all)).forEach(this::addFirstUse);
  }

  /** It was live before too; what followed then need not be recorded. */
  private void addFirstUse(Revision revision) {
    Optional<Instant> created = revision.created();
    if (created.isEmpty()) {
      return;
    }
    gaps.add(created.get());
    int place = 0;
    while (place < earlier.size()
        && earlier.get(place).at().filter(created.get()::isAfter).isEmpty()) {
      place++;
    }
    earlier.add(place, deployment(revision, "first", created));
  }

  private static Deployment deployment(Revision revision, String use, Optional<Instant> at) {
    return new Deployment(
        revision.name() + "/" + use,
        at,
        Optional.empty(),
        List.of(new TrafficShare(revision.version(), 100)));
  }

  private void add(Revision revision, Optional<Revision> next) {
    Optional<Instant> since = revision.since(all);
    boolean followed = next.filter(n -> n.number() == revision.number() + 1).isPresent();
    if (!followed) {
      // Another one served in between, and when that began is not recorded.
      since.ifPresent(gaps::add);
    }
    Optional<Instant> until = next.filter(_ -> followed).flatMap(n -> n.since(all));
    if (revision.number() == 0 || isShort(since, until)) {
      shortLived.add(revision);
      since.ifPresent(gaps::add);
      return;
    }
    earlier.add(deployment(revision, Long.toString(revision.number()), since));
  }

  private boolean isShort(Optional<Instant> since, Optional<Instant> until) {
    if (since.isEmpty() || until.isEmpty()) {
      return false;
    }
    long seconds =
        ObjectFields.number(
            LONGEST_DEADLINE.toSeconds(), workload.object(), "spec", "progressDeadlineSeconds");
    Duration deadline = Duration.ofSeconds(Math.min(seconds, LONGEST_DEADLINE.toSeconds()));
    return Duration.between(since.get(), until.get()).compareTo(deadline) < 0;
  }

  /** Newest first; those that were replaced too soon to have worked for certain are left out. */
  List<Deployment> earlier() {
    return List.copyOf(earlier);
  }

  /** When deployments began that are not among the earlier ones. */
  List<Instant> gaps() {
    return gaps.stream().distinct().sorted().toList();
  }

  /** Replaced before it is certain that they worked, or never numbered. */
  List<Revision> passedOver() {
    return List.copyOf(shortLived);
  }
}
