package dev.rollbackbot.sandbox.github.actions;

import dev.rollbackbot.sandbox.github.actions.WorkflowRun.JobStanding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is recorded of deployments to {@code production}: those that were there before, and one for
 * each run whose last job was reached. Thread-safe.
 */
public final class EnvironmentRecords {
  private static final long FIRST = 880_000_000L;

  private final ActionsRepository repository;
  private final InstantSource clock;
  private final List<PastDeploy> before = new ArrayList<>();

  private record PastDeploy(long id, String commit, Instant at, boolean success) {}

  public EnvironmentRecords(ActionsRepository repository, InstantSource clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * One deployment.
   *
   * @param states with their times, the oldest first
   * @param run that made it; empty: it was made by something else
   */
  public record RecordedDeployment(
      long id,
      String commit,
      String ref,
      Instant createdAt,
      List<RecordedState> states,
      Optional<WorkflowRun> run) {
    public RecordedDeployment {
      states = List.copyOf(states);
    }
  }

  public record RecordedState(String state, Instant at) {}

  /** Adds one that something else than a workflow made. */
  public synchronized void deployed(String commit, Instant at, boolean success) {
    before.add(new PastDeploy(FIRST + before.size(), commit, at, success));
  }

  /** The newest first. */
  public synchronized List<RecordedDeployment> all() {
    List<RecordedDeployment> all = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      PastDeploy past = before.get(i);
      List<RecordedState> states = new ArrayList<>();
      states.add(new RecordedState("in_progress", past.at()));
      states.add(
          new RecordedState(past.success() ? "success" : "failure", past.at().plusSeconds(30)));
      if (past.success() && i < before.size() - 1) {
        states.add(new RecordedState("inactive", before.get(i + 1).at().plusSeconds(31)));
      }
      all.add(
          new RecordedDeployment(
              past.id(), past.commit(), "main", past.at(), states, Optional.empty()));
    }
    repository.runs().forEach(run -> of(run).ifPresent(all::add));
    all.sort(
        Comparator.comparing(RecordedDeployment::createdAt)
            .thenComparingLong(RecordedDeployment::id)
            .reversed());
    return all;
  }

  /** With the commit of the branch, as GitHub records it. */
  private Optional<RecordedDeployment> of(WorkflowRun run) {
    Instant now = clock.instant();
    JobStanding last = run.jobs(now).getLast();
    String standing = last.standing().status();
    Optional<Instant> at = run.reached(now);
    if (at.isEmpty() || last.standing().conclusion().equals("skipped")) {
      return Optional.empty();
    }
    Instant reached = at.get();
    List<RecordedState> states = new ArrayList<>();
    states.add(new RecordedState(standing.equals("waiting") ? "waiting" : "queued", reached));
    if (standing.equals("in_progress")) {
      states.add(new RecordedState("in_progress", reached));
    }
    if (last.standing().ended()) {
      states.add(
          new RecordedState(
              last.standing().conclusion().equals("success") ? "success" : "failure",
              run.deployed().orElse(now)));
    }
    return Optional.of(
        new RecordedDeployment(
            run.id * 10, ActionsRepository.HEAD, run.ref, reached, states, Optional.of(run)));
  }
}
