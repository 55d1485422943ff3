package dev.rollbackbot.sandbox.cloudflare.d1;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The databases of the account. The factory's is as migration 0013 left it. */
public final class D1Databases implements AutoCloseable {
  /** Of the factory. */
  public static final String FACTORY = "planning-primary";

  private static final List<String> SEED =
      List.of(
          "CREATE TABLE planning_runs (id TEXT PRIMARY KEY)",
          """
          CREATE TABLE build_specs (
            id TEXT PRIMARY KEY,
            run_id TEXT NOT NULL,
            recommended TEXT NOT NULL DEFAULT '{}',
            alternatives TEXT NOT NULL DEFAULT '[]',
            data_model TEXT NOT NULL DEFAULT '{}',
            api_routes TEXT NOT NULL DEFAULT '[]',
            frontend TEXT,
            agents TEXT NOT NULL DEFAULT '[]',
            growth_path TEXT,
            scaffold_command TEXT NOT NULL DEFAULT '',
            total_cost TEXT NOT NULL DEFAULT '{}',
            status TEXT NOT NULL DEFAULT 'draft'
              CHECK (status IN ('draft', 'approved', 'rejected', 'fallback')),
            approved_by TEXT,
            approved_at TEXT,
            created_at TEXT NOT NULL DEFAULT (datetime('now')),
            updated_at TEXT NOT NULL DEFAULT (datetime('now')),
            free_wins TEXT NOT NULL DEFAULT '[]',
            FOREIGN KEY (run_id) REFERENCES planning_runs(id) ON DELETE CASCADE
          )
          """,
          "CREATE INDEX idx_build_specs_run ON build_specs(run_id)",
          "CREATE INDEX idx_build_specs_status ON build_specs(status)",
          "CREATE INDEX idx_build_specs_free_wins ON build_specs((json_array_length(free_wins) >"
              + " 0))",
          """
          CREATE TABLE d1_migrations (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT UNIQUE,
            applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
          )
          """,
          "INSERT INTO d1_migrations (name) VALUES ('0012_free_wins.sql'),"
              + " ('0013_fallback_status.sql')",
          "INSERT INTO planning_runs VALUES ('run-1'), ('run-2')",
          """
          INSERT INTO build_specs (id, run_id, status) VALUES
            ('spec-1', 'run-1', 'approved'), ('spec-2', 'run-1', 'fallback'),
            ('spec-3', 'run-2', 'draft'), ('spec-4', 'run-2', 'fallback'),
            ('spec-5', 'run-2', 'fallback')
          """);

  private final InstantSource clock;
  private final List<D1Store> databases = new ArrayList<>();

  public D1Databases(InstantSource clock) {
    this.clock = clock;
    seed();
  }

  private void seed() {
    databases.add(
        new D1Store("planning-archive", "5f1d7a52-0000-4000-8000-0000000000d1", List.of(), clock));
    databases.add(new D1Store(FACTORY, "5f1d7a52-0000-4000-8000-0000000000d2", SEED, clock));
  }

  /** As it was in the beginning. */
  public synchronized void reset() {
    close();
    databases.clear();
    seed();
  }

  public synchronized List<D1Store> all() {
    return List.copyOf(databases);
  }

  /** By its id or its name. */
  public synchronized Optional<D1Store> find(String idOrName) {
    return databases.stream()
        .filter(d -> d.uuid().equals(idOrName) || d.name().equals(idOrName))
        .findFirst();
  }

  @Override
  public synchronized void close() {
    databases.forEach(D1Store::close);
  }
}
