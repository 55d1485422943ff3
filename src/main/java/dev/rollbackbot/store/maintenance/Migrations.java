package dev.rollbackbot.store.maintenance;

import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a database to this version's schema. */
public final class Migrations {
  private Migrations() {}

  /** The database has a migration that this version doesn't know. Nothing was changed. */
  public static final class NewerSchema extends RuntimeException {
    private NewerSchema(String text) {
      super(text);
    }
  }

  /**
   * Applies what is missing, and returns how many migrations that was.
   *
   * @throws NewerSchema when a newer version of the bot has used the database: this one would lose
   *     what it does not know
   * @throws org.flywaydb.core.api.FlywayException when the database can't be used
   */
  public static int migrate(DataSource source) {
    Flyway flyway =
        Flyway.configure().dataSource(source).locations("classpath:db/migration").load();
    newest(flyway.info().applied())
        .ifPresent(applied -> {
          MigrationVersion known =
              newest(
                      Arrays.stream(flyway.info().all())
                          .filter(m -> !m.getState().name().startsWith("FUTURE"))
                          .toArray(MigrationInfo[]::new))
                  .orElse(MigrationVersion.EMPTY);
          if (applied.compareTo(known) > 0) {
            throw new NewerSchema(
                "its schema has version "
                    + applied
                    + " and this bot knows "
                    + known
                    + ", so a newer bot has used it. Start that one, or restore the backup from"
                    + " before the upgrade.");
          }
        });
    return flyway.migrate().migrationsExecuted;
  }

  private static Optional<MigrationVersion> newest(MigrationInfo[] migrations) {
    return Arrays.stream(migrations)
        .map(MigrationInfo::getVersion)
        .max(MigrationVersion::compareTo);
  }
}
