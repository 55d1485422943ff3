package dev.rollbackbot.store;

import dev.rollbackbot.app.Jobs;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.store.SealedTypeCodec.EncodedRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code job}. */
record JdbcJobs(DatabaseAccess database) implements Jobs {
  static boolean add(Handle handle, IncidentId incident, Effect.RunJob job) {
    EncodedRecord invocation = JsonCodecs.INVOCATIONS.write(job.invocation());
    return handle.execute(
            "insert into job (id, incident, type, json, state, attempt)"
                + " values (?, ?, ?, ?, ?, 0) on conflict (id) do nothing",
            job.job(),
            incident.number(),
            invocation.type(),
            invocation.json(),
            JobPhase.NEW.name())
        == 1;
  }

  @Override
  public Optional<StoredJob> find(String job) {
    String sql =
        "select id, incident, type, json, state, attempt, begun_at, run_id, run_since from job"
            + " where id = ?";
    return database.read(handle -> handle.select(sql, job).map((rs, _) -> storedJob(rs)).findOne());
  }

  private static StoredJob storedJob(ResultSet row) throws SQLException {
    long since = row.getLong("run_since");
    long begun = row.getLong("begun_at");
    Optional<Instant> begunAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(begun));
    return new StoredJob(
        row.getString("id"),
        new IncidentId(row.getInt("incident")),
        JsonCodecs.INVOCATIONS.read(
            new EncodedRecord(row.getString("type"), row.getString("json"))),
        JobPhase.valueOf(row.getString("state")),
        row.getInt("attempt"),
        begunAt,
        Optional.ofNullable(row.getString("run_id"))
            .map(runId -> new StoredRun(runId, Instant.ofEpochMilli(since))));
  }

  @Override
  public void running(String job, int attempt, String runId, Instant since) {
    database.execute(
        "update job set run_id = ?, run_since = ? where id = ? and attempt = ?"
            + " and state <> 'FINISHED'",
        runId,
        since.toEpochMilli(),
        job,
        attempt);
  }

  static void requestStop(Handle handle, String job) {
    handle.execute("update job set stop_requested = 1 where id = ?", job);
  }

  @Override
  public boolean stopRequested(String job) {
    String sql = "select 1 from job where id = ? and stop_requested = 1";
    return database.read(
        handle -> handle.select(sql, job).mapTo(Integer.class).findOne().isPresent());
  }

  @Override
  public List<String> unfinished() {
    String sql = "select id from job where state <> 'FINISHED' order by id";
    return database.read(handle -> handle.select(sql).mapTo(String.class).list());
  }

  @Override
  public Optional<Integer> beginAttempt(String job, int attempt, Instant now) {
    return database.write(handle -> beginAttempt(handle, job, attempt, now));
  }

  static Optional<Integer> beginAttempt(Handle handle, String job, int attempt, Instant now) {
    String sql =
        "update job set state = 'STARTED', attempt = attempt + 1,"
            + " begun_at = coalesce(begun_at, ?)"
            + " where id = ? and attempt = ? and state <> 'FINISHED' returning attempt";
    return handle.select(sql, now.toEpochMilli(), job, attempt).mapTo(Integer.class).findOne();
  }

  @Override
  public boolean isCurrentAttempt(String job, int attempt) {
    String sql = "select 1 from job where id = ? and attempt = ? and state <> 'FINISHED'";
    return database.read(
        handle -> handle.select(sql, job, attempt).mapTo(Integer.class).findOne().isPresent());
  }

  @Override
  public void finish(String job, int attempt) {
    database.execute(
        "update job set state = 'FINISHED' where id = ? and attempt = ?", job, attempt);
  }
}
