package dev.rollbackbot.sandbox.github.actions;

import dev.rollbackbot.sandbox.github.actions.WorkflowRun.JobStanding;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is recorded of deployments to environments: those that were there before, and one for each
 * run whose last job was reached. Thread-safe.
 */
public final class EnvironmentRecords {
  private static final long FIRST = 880_000_000L;
  private static final Pattern COMMIT = Pattern.compile("\\b[0-9a-f]{40}\\b");

  private final ActionsRepository repository;
  private final InstantSource clock;
  private final List<PastDeploy> before = new ArrayList<>();

  private record PastDeploy(
      long id,
      String environment,
      String commit,
      Instant at,
      boolean success,
      Optional<String> workflow) {}

  public EnvironmentRecords(ActionsRepository repository, InstantSource clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /**
   * One deployment.
   *
   * @param states with their times, the oldest first
   * @param run that made it; empty: it is none of those that the stand-in keeps
   * @param workflow the path of the workflow whose run made it and is not kept, with the same id as
   *     the deployment; empty: there was no such run
   */
  public record RecordedDeployment(
      long id,
      String environment,
      String commit,
      String ref,
      Instant createdAt,
      List<RecordedState> states,
      Optional<WorkflowRun> run,
      Optional<String> workflow) {
    public RecordedDeployment {
      states = List.copyOf(states);
    }
  }

  public record RecordedState(String state, Instant at) {}

  /** Adds one to production that an earlier run made. */
  public void deployed(String commit, Instant at, boolean success) {
    deployed(WorkflowFile.PRODUCTION, commit, at, success);
  }

  /** The same to another environment. */
  public synchronized void deployed(
      String environment, String commit, Instant at, boolean success) {
    deployed(environment, commit, at, success, repository.deploysTo(environment));
  }

  /** By a run of that workflow; empty: by something else than Actions. */
  public void deployedBy(Optional<String> file, String commit, Instant at) {
    deployed(
        WorkflowFile.PRODUCTION, commit, at, true, file.map(name -> ".github/workflows/" + name));
  }

  private synchronized void deployed(
      String environment, String commit, Instant at, boolean success, Optional<String> workflow) {
    before.add(new PastDeploy(FIRST + before.size(), environment, commit, at, success, workflow));
  }

  /** Forgets those of earlier runs. */
  public synchronized void reset() {
    before.clear();
  }

  /** The commit that was deployed last with success, as the run's name tells it. */
  public Optional<String> live(String environment) {
    return all().stream()
        .filter(d -> d.environment().equals(environment))
        .filter(d -> d.states().stream().anyMatch(s -> s.state().equals("success")))
        .findFirst()
        .map(d ->
            d.run()
                .map(run -> COMMIT.matcher(run.title))
                .filter(Matcher::find)
                .map(Matcher::group)
                .orElse(d.commit()));
  }

  /** The newest first. */
  public synchronized List<RecordedDeployment> all() {
    List<RecordedDeployment> all = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      PastDeploy past = before.get(i);
      Optional<PastDeploy> next =
          before.stream()
              .skip(i + 1L)
              .filter(p -> p.environment().equals(past.environment()))
              .findFirst();
      List<RecordedState> states = new ArrayList<>();
      states.add(new RecordedState("in_progress", past.at()));
      states.add(
          new RecordedState(past.success() ? "success" : "failure", past.at().plusSeconds(30)));
      if (past.success() && next.isPresent()) {
        states.add(new RecordedState("inactive", next.get().at().plusSeconds(31)));
      }
      all.add(
          new RecordedDeployment(
              past.id(),
              past.environment(),
              past.commit(),
              "main",
              past.at(),
              states,
              Optional.empty(),
              past.workflow()));
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
            run.id * 10,
            run.workflow.environment(),
            ActionsRepository.HEAD,
            run.ref,
            reached,
            states,
            Optional.of(run),
            Optional.empty()));
  }
}
