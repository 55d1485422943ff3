package dev.rollbackbot.gateway.database;

import dev.rollbackbot.app.CommandGateway.StopAnswer;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.database.ScriptRunner.DatabaseLookup;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RestoreDatabase;
import java.time.InstantSource;

/** Scripts on databases that can be restored too, and those restores. */
public final class DatabaseRunner implements JobRunner {
  private final ScriptRunner scripts;
  private final RestoreRunner restores;

  public DatabaseRunner(DatabaseLookup databases, InstantSource clock) {
    scripts = new ScriptRunner(databases, clock);
    restores = new RestoreRunner(databases, clock);
  }

  private JobRunner of(ProviderJob job) {
    return job instanceof RestoreDatabase ? restores : scripts;
  }

  @Override
  public JobStart start(ProviderJob job, String correlation, LeaseCheck leaseCheck) {
    return of(job).start(job, correlation, leaseCheck);
  }

  @Override
  public JobStart find(ProviderJob job, String correlation) {
    return of(job).find(job, correlation);
  }

  @Override
  public JobState state(ProviderJob job, String runId) {
    return of(job).state(job, runId);
  }

  @Override
  public String output(ProviderJob job, String runId) {
    return of(job).output(job, runId);
  }

  @Override
  public StopAnswer stop(ProviderJob job, String runId) {
    return of(job).stop(job, runId);
  }
}
