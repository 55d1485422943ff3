package dev.rollbackbot.sandbox.github.actions;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run; how it stands follows from the time. Not thread-safe. */
public final class WorkflowRun {
  private static final int FIRST_JOB = 1000;

  public final long id;
  public final WorkflowFile workflow;
  public final String title;
  public final String ref;

  /** The commit that the branch was at. */
  public final String sha;

  public final Instant createdAt;
  private final Set<ActionsFault> faults;
  private final RunTimings timings;
  private Optional<Instant> approvedAt = Optional.empty();
  private Optional<Instant> rejectedAt = Optional.empty();
  private Optional<Instant> cancelledAt = Optional.empty();

  WorkflowRun(
      long id,
      WorkflowFile workflow,
      String title,
      String ref,
      String sha,
      Instant createdAt,
      Set<ActionsFault> faults,
      RunTimings timings) {
    this.id = id;
    this.workflow = workflow;
    this.title = title;
    this.ref = ref;
    this.sha = sha;
    this.createdAt = createdAt;
    this.faults = Set.copyOf(faults);
    this.timings = timings;
  }

  /** How a run or a job stands; an empty conclusion: it has not ended. */
  public record RunStanding(String status, String conclusion) {
    static RunStanding of(String status) {
      return new RunStanding(status, "");
    }

    static RunStanding ended(String conclusion) {
      return new RunStanding("completed", conclusion);
    }

    public boolean ended() {
      return status.equals("completed");
    }
  }

  /** A job with how it stands; {@code started} is false for one that never began. */
  public record JobStanding(long id, String name, RunStanding standing, boolean started) {}

  boolean has(ActionsFault fault) {
    return faults.contains(fault);
  }

  private Instant buildStart() {
    return createdAt.plus(timings.queue());
  }

  private Instant buildEnd() {
    return buildStart().plus(timings.build());
  }

  /** Empty: it waits for an approval. */
  private Optional<Instant> deployStart() {
    return has(ActionsFault.NEEDS_APPROVAL)
        ? approvedAt.map(at -> at.isAfter(buildEnd()) ? at : buildEnd())
        : Optional.of(buildEnd());
  }

  /** When its last job was reached, which may have waited then; empty: it was not. */
  Optional<Instant> reached(Instant now) {
    return Optional.of(buildEnd())
        .filter(at -> !now.isBefore(at))
        .filter(at -> stoppedAt().filter(end -> end.isBefore(at)).isEmpty());
  }

  /** When its last job ended by itself; empty: it waits. */
  Optional<Instant> deployed() {
    return deployStart().map(at -> at.plus(timings.deploy()));
  }

  private Optional<Instant> stoppedAt() {
    return cancelledAt
        .filter(_ -> !has(ActionsFault.IGNORES_CANCEL))
        .map(at -> at.plus(timings.cancel()));
  }

  public boolean needsApproval(Instant now) {
    return standing(now).status().equals("waiting");
  }

  public RunStanding standing(Instant now) {
    if (has(ActionsFault.UNKNOWN_STATUS)) {
      return RunStanding.of("hibernating");
    }
    List<JobStanding> jobs = jobs(now);
    if (jobs.stream().allMatch(j -> j.standing().ended())) {
      return RunStanding.ended(conclusion(jobs));
    }
    if (now.isBefore(buildStart())) {
      return RunStanding.of("queued");
    }
    return RunStanding.of(
        jobs.stream().anyMatch(j -> j.standing().status().equals("waiting"))
            ? "waiting"
            : "in_progress");
  }

  private String conclusion(List<JobStanding> jobs) {
    List<String> all = jobs.stream().map(j -> j.standing().conclusion()).toList();
    if (all.contains("cancelled")) {
      return "cancelled";
    }
    if (all.contains("failure")) {
      return "failure";
    }
    return has(ActionsFault.UNKNOWN_CONCLUSION) ? "outdated" : "success";
  }

  public List<JobStanding> jobs(Instant now) {
    List<JobStanding> jobs = new ArrayList<>();
    for (int i = 0; i < workflow.jobs().size(); i++) {
      boolean last = i == workflow.jobs().size() - 1;
      Optional<Instant> start = last ? deployStart() : Optional.of(buildStart());
      Optional<Instant> stopped = stoppedAt().filter(end -> !now.isBefore(end));
      Instant at = stopped.orElse(now);
      RunStanding standing =
          last ? deploy(at) : running(buildStart(), timings.build(), "success", at);
      boolean started =
          start.filter(s -> !at.isBefore(s)).isPresent()
              && !(last && has(ActionsFault.JOB_SKIPPED));
      if (!standing.ended() && stopped.isPresent()) {
        standing = RunStanding.ended("cancelled");
      }
      jobs.add(new JobStanding(id * FIRST_JOB + i, workflow.jobs().get(i), standing, started));
    }
    return jobs;
  }

  private RunStanding deploy(Instant now) {
    if (now.isBefore(buildEnd())) {
      return RunStanding.of("queued");
    }
    if (has(ActionsFault.JOB_SKIPPED)) {
      return RunStanding.ended("skipped");
    }
    if (rejectedAt.isPresent()) {
      return RunStanding.ended("failure");
    }
    String end = has(ActionsFault.JOB_FAILS) ? "failure" : "success";
    return deployStart()
        .map(start -> running(start, timings.deploy(), end, now))
        .orElse(RunStanding.of("waiting"));
  }

  private static RunStanding running(Instant start, Duration length, String end, Instant now) {
    if (now.isBefore(start)) {
      return RunStanding.of("queued");
    }
    return now.isBefore(start.plus(length))
        ? RunStanding.of("in_progress")
        : RunStanding.ended(end);
  }

  void decide(boolean approved, Instant now) {
    if (approved) {
      approvedAt = approvedAt.or(() -> Optional.of(now));
    } else {
      rejectedAt = Optional.of(now);
    }
  }

  /** False: it has ended. */
  boolean cancel(Instant now) {
    if (standing(now).ended()) {
      return false;
    }
    cancelledAt = cancelledAt.or(() -> Optional.of(now));
    return true;
  }

  /** Whether its last job deploys by now: it has begun and comes to a good end. */
  public boolean deploys(Instant now) {
    JobStanding last = jobs(now).getLast();
    return last.started()
        && !has(ActionsFault.JOB_FAILS)
        && !List.of("failure", "cancelled").contains(last.standing().conclusion());
  }

  public boolean hugeLog() {
    return has(ActionsFault.HUGE_LOG);
  }

  boolean listed(Instant now) {
    return !has(ActionsFault.LATE_LISTING) || !now.isBefore(createdAt.plus(timings.listing()));
  }
}
