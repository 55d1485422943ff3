package dev.rollbackbot.gateway.database.jdbc;

import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.Provider;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.RateLimitBudget;
import dev.rollbackbot.gateway.database.ScriptRunner;
import dev.rollbackbot.incident.rollback.Outcome.FailureKind;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The databases of the settings on which scripts may be carried out. */
public final class SqlDatabaseProvider implements Provider {
  /** As runbooks name it. */
  public static final String ID = DatabaseSpec.SQL;

  private final List<WritableDatabase> databases;
  private final InstantSource clock;

  public SqlDatabaseProvider(List<WritableDatabase> databases, InstantSource clock) {
    this.databases = List.copyOf(databases);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "the SQL databases";
  }

  @Override
  public DatabaseApi database(String name, Optional<String> environment)
      throws ProviderReadException {
    return databases.stream()
        .filter(d -> d.id().equals(name))
        .findFirst()
        .map(JdbcScripts::new)
        .orElseThrow(() ->
            new ProviderReadException(
                FailureKind.REFUSED,
                "no-database",
                "The settings name no database %s on which scripts may be carried out."
                    .formatted(name)));
  }

  @Override
  public JobRunner jobRunner() {
    return new ScriptRunner(this::database, clock);
  }

  @Override
  public RateLimitBudget rateLimitBudget() {
    return RateLimitBudget.none();
  }

  @Override
  public Duration settleTime() {
    return Duration.ZERO;
  }

  @Override
  public Optional<String> problem() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
