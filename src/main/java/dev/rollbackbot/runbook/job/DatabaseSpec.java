package dev.rollbackbot.runbook.job;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A script that is carried out on a database in one transaction, after a consent of its own.
 *
 * @param provider {@link #D1} or {@link #SQL}
 * @param database the name by which the provider knows it
 * @param environments in which it is that database; empty: in all
 * @param script stands beside the runbook; its whole text is approved
 * @param counts what would change or be lost: people read the numbers before they consent
 * @param refuse each must answer 0, otherwise the script must not be carried out
 * @param needs ids of the services that must be on the plan's version before
 * @param done tells that the script was carried out
 * @param checks what must hold afterwards
 */
public record DatabaseSpec(
    String provider,
    String database,
    List<String> environments,
    CodePatch script,
    List<DatabaseQuery> counts,
    List<DatabaseQuery> refuse,
    List<String> needs,
    ExpectedValue done,
    List<ExpectedValue> checks)
    implements JobSpec {
  /** A database of Cloudflare. */
  public static final String D1 = "d1";

  /** PostgreSQL or SQLite. */
  public static final String SQL = "sql";

  /** Of the labels that people read. */
  public static final int MOST_QUERIES = 10;

  public DatabaseSpec {
    environments = List.copyOf(environments);
    counts = List.copyOf(counts);
    refuse = List.copyOf(refuse);
    needs = List.copyOf(needs);
    checks = List.copyOf(checks);
  }

  /**
   * One statement that reads one value.
   *
   * @param label what the value is, for people
   */
  public record DatabaseQuery(String label, String sql) {}

  /** {@code value} as text, such as 0. */
  public record ExpectedValue(DatabaseQuery query, String value) {}

  @Override
  public String resource(Map<String, String> words) {
    return Placeholders.fill(database, words).toLowerCase(Locale.ROOT);
  }

  /** The card shows the script and its hash beside it. */
  @Override
  public String summary(Map<String, String> values) {
    return "%s on the database %s of %s, in one transaction"
        .formatted(script.name(), Placeholders.fill(database, values), provider);
  }

  /** The same for the database that these words name. */
  public DatabaseSpec with(Map<String, String> values) {
    return new DatabaseSpec(
        provider,
        Placeholders.fill(database, values),
        environments,
        script,
        counts,
        refuse,
        needs,
        done,
        checks);
  }

  /** Whether it may be carried out for that environment. */
  public boolean isFor(String environment) {
    return environments.isEmpty() || environments.contains(environment);
  }

  /** What it asks of a database, if it is one. */
  public static Optional<DatabaseSpec> of(JobSpec job) {
    return job instanceof DatabaseSpec database ? Optional.of(database) : Optional.empty();
  }
}
