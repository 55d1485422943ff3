package dev.rollbackbot.store.readiness;

import dev.rollbackbot.app.IncidentStore.StoreUnavailable;
import dev.rollbackbot.app.readiness.ReadinessRecords;
import dev.rollbackbot.incident.readiness.ReadinessAnswer;
import dev.rollbackbot.incident.readiness.ReadinessFact;
import dev.rollbackbot.incident.readiness.ReadinessNeed;
import dev.rollbackbot.incident.readiness.ReadinessReport;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** The table {@code readiness}. */
public final class JdbcReadiness implements ReadinessRecords {
  /** What is older helps nobody any more. */
  private static final Duration KEPT = Duration.ofDays(90);

  private static final String SELECT =
      "select runbook, environment, checked_at, facts from readiness r where ";

  private final Jdbi reader;
  private final Jdbi writer;

  /**
   * The table of that database.
   *
   * @param reader connections for reading, which wait for no writer
   * @param writer connections for single statements
   */
  public JdbcReadiness(DataSource reader, DataSource writer) {
    this.reader = Jdbi.create(reader);
    this.writer = Jdbi.create(writer);
  }

  @Override
  public void save(ReadinessReport report, boolean nightly) {
    run(
        writer,
        handle -> {
          handle.execute(
              "insert into readiness (runbook, environment, checked_at, nightly, facts)"
                  + " values (?, ?, ?, ?, ?) on conflict (runbook, environment, checked_at)"
                  + " do nothing",
              report.runbook(),
              report.environment(),
              report.at().toEpochMilli(),
              nightly ? 1 : 0,
              json(report.facts()));
          return handle.execute(
              "delete from readiness where checked_at < ?", report.at().minus(KEPT).toEpochMilli());
        });
  }

  @Override
  public List<ReadinessReport> newest() {
    return run(
        reader,
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "checked_at = (select max(checked_at) from readiness o where"
                        + " o.runbook = r.runbook and o.environment = r.environment)"
                        + " order by runbook, environment")
                .map((row, _) -> report(row))
                .list());
  }

  @Override
  public Optional<ReadinessReport> until(String runbook, String environment, Instant at) {
    return first("checked_at <= ?", runbook, environment, at.toEpochMilli());
  }

  @Override
  public Optional<ReadinessReport> nightly(String runbook, String environment) {
    return first("nightly = ?", runbook, environment, 1L);
  }

  private Optional<ReadinessReport> first(
      String condition, String runbook, String environment, long value) {
    return run(
        reader,
        handle ->
            handle
                .createQuery(
                    SELECT
                        + "runbook = ? and environment = ? and "
                        + condition
                        + " order by checked_at desc limit 1")
                .bind(0, runbook)
                .bind(1, environment)
                .bind(2, value)
                .map((row, _) -> report(row))
                .findFirst());
  }

  private static <T> T run(Jdbi jdbi, Function<Handle, T> work) {
    try {
      return jdbi.withHandle(work::apply);
    } catch (JdbiException e) {
      throw new StoreUnavailable("What was found about readiness can't be read or stored", e);
    }
  }

  private static ReadinessReport report(ResultSet row) throws SQLException {
    return new ReadinessReport(
        row.getString(1),
        row.getString(2),
        Instant.ofEpochMilli(row.getLong(3)),
        facts(row.getString(4)));
  }

  private static String json(List<ReadinessFact> facts) {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (ReadinessFact fact : facts) {
      all.add(
          Json.createObjectBuilder()
              .add("need", fact.need().name())
              .add("subject", fact.subject())
              .add("answer", fact.answer().name())
              .add("text", fact.text()));
    }
    return all.build().toString();
  }

  private static List<ReadinessFact> facts(String json) {
    try (JsonReader parser = Json.createReader(new StringReader(json))) {
      return parser.readArray().getValuesAs(JsonObject.class).stream()
          .map(fact ->
              new ReadinessFact(
                  ReadinessNeed.valueOf(fact.getString("need")),
                  fact.getString("subject"),
                  ReadinessAnswer.valueOf(fact.getString("answer")),
                  fact.getString("text")))
          .toList();
    }
  }
}
