package dev.rollbackbot.incident.rollback;

import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.collection.SortedCopy;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.CommitSource;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.job.MergeSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request to the command gateway, as data. */
public sealed interface Invocation {
  /**
   * What a provider knows a job by. It ends with the second in which its step began: a new database
   * numbers incidents and jobs from one again, while the provider keeps its records of the earlier
   * ones.
   */
  static String correlation(String job, Optional<Instant> begun) {
    return begun.map(at -> job + "-" + second(at)).orElse(job);
  }

  /** Such as 20261127T140500Z: it can be part of a name. */
  static String second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString().replace("-", "").replace(":", "");
  }

  /**
   * Read the live and the earlier deployments. Changes nothing.
   *
   * @param commits by the id of the step for which commits are read too; empty: none
   */
  record Survey(List<ServiceRef> services, Optional<Map<String, CommitSource>> commits)
      implements Invocation {
    public Survey {
      services = List.copyOf(services);
      commits = commits.filter(c -> !c.isEmpty()).map(SortedCopy::of);
    }

    /** Without commits. */
    public static Survey of(List<ServiceRef> services) {
      return new Survey(services, Optional.empty());
    }
  }

  /** Read which versions are live. Changes nothing. */
  record ReadLive(List<ServiceRef> services) implements Invocation {
    public ReadLive {
      services = List.copyOf(services);
    }
  }

  /**
   * Read a database before a script: what it would change, what is against it, and whether it was
   * done. Changes nothing.
   *
   * @param environment whose credential is used; empty: the one of all environments
   * @param needs what must be live before
   * @param undo whether the bookmark of this moment is asked for
   */
  record ReadDatabase(
      DatabaseSpec spec, Optional<String> environment, List<NeededVersion> needs, boolean undo)
      implements Invocation {
    public ReadDatabase {
      needs = List.copyOf(needs);
    }
  }

  /**
   * Read a database before it is restored: what would be lost. Changes nothing.
   *
   * @param environment whose credential is used; empty: the one of all environments
   * @param undo whether the bookmark of this moment is asked for
   */
  record ReadBeforeRestore(RestorePoint point, Optional<String> environment, boolean undo)
      implements Invocation {}

  /**
   * A service on which a script depends.
   *
   * @param target that must be live alone; empty: no version is planned
   * @param left that must not be live any more, if no version is planned
   */
  record NeededVersion(ServiceRef service, Optional<Version> target, Optional<Deployment> left) {}

  /** Capture the services' logs for that long. Changes nothing. */
  record CaptureLogs(List<ServiceRef> services, Duration length) implements Invocation {
    public CaptureLogs {
      services = List.copyOf(services);
    }
  }

  /**
   * Make a version live: read what is live, do nothing if it is the target already, stop if it is
   * not what was planned, post, read back.
   *
   * @param planned must be live before
   * @param message for the provider's own record; begins with what no other rollback has
   * @param changedSecrets the rollback is forced if the provider refuses it because of changes of
   *     these secrets only: whoever approved the plan consented to that; empty: it is not forced
   */
  record RollBack(
      ServiceRef service,
      Deployment planned,
      Version target,
      String message,
      Optional<List<String>> changedSecrets)
      implements Invocation {
    public RollBack {
      changedSecrets = changedSecrets.map(List::copyOf);
    }
  }

  /**
   * Read from the provider whether a rollback with unknown outcome took effect.
   *
   * @param job that asked for it: the provider's record holds what is stored with that job, which
   *     another version of the bot may have made otherwise; empty: stored before that was recorded
   */
  record ReconcileRollback(RollBack rollback, Optional<String> job) implements Invocation {
    /** As it was asked for, if the job is still stored. */
    public RollBack asked(Optional<Invocation> stored) {
      return stored.filter(RollBack.class::isInstance).map(RollBack.class::cast).orElse(rollback);
    }
  }

  /** Have a provider run something that may change anything: it is started once. */
  sealed interface ProviderJob extends Invocation {
    /** The provider's id. */
    String provider();

    /** After it the job is stopped. */
    Duration timeout();

    /** When its step began; empty: it was stored before that was recorded. */
    Optional<Instant> begun();

    /** What must be live right before it is started; empty: nothing is compared. */
    Optional<PlannedLive> planned();
  }

  /** A service that a job changes, and what the plan expects to be live of it before. */
  record PlannedLive(ServiceRef service, Deployment live) {}

  /** See {@link dev.rollbackbot.runbook.job.JobSpec.ProcessSpec}. */
  record RunProcess(
      String program,
      List<String> arguments,
      Optional<String> directory,
      List<String> environment,
      Duration timeout,
      Optional<Instant> begun,
      Optional<CodePatch> patch,
      Optional<PlannedLive> planned)
      implements ProviderJob {
    public RunProcess {
      arguments = List.copyOf(arguments);
      environment = List.copyOf(environment);
    }

    @Override
    public String provider() {
      return JobSpec.ProcessSpec.PROVIDER;
    }
  }

  /**
   * A job at a service that is called by HTTP, as the runbook described it.
   *
   * @param values of the inputs, and the incident's own words
   */
  record RunHttp(
      HttpSpec spec,
      Map<String, String> values,
      Duration timeout,
      Optional<Instant> begun,
      Optional<PlannedLive> planned)
      implements ProviderJob {
    public RunHttp {
      values = SortedCopy.of(values);
    }

    @Override
    public String provider() {
      return HttpSpec.PROVIDER;
    }
  }

  /**
   * See {@link dev.rollbackbot.runbook.job.JobSpec.WorkflowSpec}.
   *
   * @param opened the pull request of the same plan whose branch it runs at: it runs no other
   *     commit than the one that was opened with; empty: whatever the branch is at, or that was not
   *     recorded
   */
  record RunWorkflow(
      String repository,
      String workflow,
      String ref,
      Map<String, String> inputs,
      List<String> jobs,
      Duration timeout,
      Optional<Instant> begun,
      Optional<PlannedLive> planned,
      Optional<OpenedPull> opened)
      implements ProviderJob {
    public RunWorkflow {
      inputs = SortedCopy.of(inputs);
      jobs = List.copyOf(jobs);
    }

    @Override
    public String provider() {
      return JobSpec.WorkflowSpec.PROVIDER;
    }
  }

  /**
   * The pull request that belongs to a plan.
   *
   * @param since when the incident began; the branches may have been used before
   * @param planned when the plan was made, which approves what the first one since then was opened
   *     with; empty: every plan of the incident, or that was not recorded
   */
  record OpenedPull(PullRequestBranches branches, Instant since, Optional<Instant> planned) {}

  /** See {@link PullRequestSpec}. */
  record OpenPullRequest(
      PullRequestBranches branches,
      String title,
      Optional<String> text,
      Duration timeout,
      Optional<Instant> begun,
      Optional<PlannedLive> planned)
      implements ProviderJob {
    @Override
    public String provider() {
      return JobSpec.WorkflowSpec.PROVIDER;
    }
  }

  /**
   * See {@link MergeSpec}.
   *
   * @param since a pull request that was merged already is the one that is meant if it was opened
   *     after that
   */
  record MergePullRequest(
      PullRequestBranches branches,
      MergeSpec.MergeMethod method,
      Instant since,
      Duration timeout,
      Optional<Instant> begun,
      Optional<PlannedLive> planned)
      implements ProviderJob {
    @Override
    public String provider() {
      return JobSpec.WorkflowSpec.PROVIDER;
    }
  }

  /**
   * Carry a script out on a database, in one transaction, only if what was consented to is still
   * so.
   *
   * @param consented the numbers that somebody consented to
   */
  record RunDatabaseScript(
      DatabaseSpec spec,
      Optional<String> environment,
      List<DatabaseReading.ReadValue> consented,
      Duration timeout,
      Optional<Instant> begun,
      Optional<PlannedLive> planned)
      implements ProviderJob {
    public RunDatabaseScript {
      consented = List.copyOf(consented);
    }

    @Override
    public String provider() {
      return spec.provider();
    }
  }

  /**
   * Restore a database in place, as a whole: every write since the point is lost.
   *
   * @param undo the bookmark of right before, as it was read
   */
  record RestoreDatabase(
      RestorePoint point,
      Optional<String> environment,
      Optional<String> undo,
      Duration timeout,
      Optional<Instant> begun)
      implements ProviderJob {
    @Override
    public String provider() {
      return point.spec().provider();
    }

    @Override
    public Optional<PlannedLive> planned() {
      return Optional.empty();
    }
  }

  /** Find out what became of a {@link ProviderJob} with unknown outcome; {@code job} is its id. */
  record ReconcileJob(String job) implements Invocation {}
}
