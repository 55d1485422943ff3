package dev.rollbackbot.gateway.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rollbackbot.Waiting;
import dev.rollbackbot.app.InboundLimits;
import dev.rollbackbot.app.LeaseCheck;
import dev.rollbackbot.gateway.DatabaseApi;
import dev.rollbackbot.gateway.DatabaseApi.RequestRefused;
import dev.rollbackbot.gateway.DatabaseApi.Restored;
import dev.rollbackbot.gateway.DatabaseApi.ScriptDone;
import dev.rollbackbot.gateway.DatabaseApi.ScriptGuard;
import dev.rollbackbot.gateway.DatabaseApi.ScriptRefused;
import dev.rollbackbot.gateway.DatabaseApi.ScriptUnknown;
import dev.rollbackbot.gateway.JobRunner;
import dev.rollbackbot.gateway.JobRunner.JobStart;
import dev.rollbackbot.gateway.JobRunner.JobState;
import dev.rollbackbot.gateway.JobRunner.NotStarted;
import dev.rollbackbot.gateway.JobRunner.PerhapsStarted;
import dev.rollbackbot.gateway.JobRunner.RunEnded;
import dev.rollbackbot.gateway.JobRunner.RunNotBegun;
import dev.rollbackbot.gateway.JobRunner.RunUnderWay;
import dev.rollbackbot.gateway.JobRunner.Started;
import dev.rollbackbot.gateway.ProviderReadException;
import dev.rollbackbot.gateway.database.DatabaseRunner;
import dev.rollbackbot.gateway.database.ScriptRunner;
import dev.rollbackbot.incident.database.DatabaseReading.ReadValue;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.Invocation.ProviderJob;
import dev.rollbackbot.incident.rollback.Invocation.RestoreDatabase;
import dev.rollbackbot.incident.rollback.Invocation.RunDatabaseScript;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.DatabaseSpec.DatabaseQuery;
import dev.rollbackbot.runbook.job.DatabaseSpec.ExpectedValue;
import dev.rollbackbot.sandbox.cloudflare.CloudflareFixture;
import dev.rollbackbot.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** A script at D1, which takes one call for one transaction and has none across calls. */
final class D1ScriptTest {
  private static final String FALLBACK =
      "SELECT COUNT(*) FROM build_specs WHERE status = 'fallback'";
  private static final String UPDATE =
      "UPDATE build_specs SET status = 'draft'\r\nWHERE status = 'fallback';\r\n";

  private static CloudflareProvider provider(CloudflareFixture outside) {
    return new CloudflareProvider(
        new CloudflareOptions(
            outside.apiUrl(),
            "sandbox-account",
            Optional.of(Secret.fixed(CloudflareFixture.TOKEN)),
            Map.of(),
            Waiting.LIMIT,
            Waiting.LIMIT,
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            InboundLimits.defaults(),
            Optional.empty()),
        InstantSource.system());
  }

  @Test
  void guards_and_script_are_one_transaction_and_the_answer_says_what_became_of_it()
      throws Exception {
    CloudflareFixture outside = new CloudflareFixture();
    try (CloudflareProvider account = provider(outside);
        D1Provider provider = new D1Provider(account, InstantSource.system())) {
      DatabaseApi database = provider.database("planning-primary", Optional.of("production"));
      List<ScriptGuard> seen = List.of(new ScriptGuard(FALLBACK, "3"));

      assertThat(database.read(List.of(FALLBACK, "SELECT NULL", "SELECT 'it''s'")))
          .containsExactly("3", "NULL", "it's");
      assertThat(database.run(UPDATE, List.of(new ScriptGuard(FALLBACK, "2")), () -> true))
          .isInstanceOf(RequestRefused.class);
      assertThat(database.run(UPDATE + "UPDATE no_such SET x = 1;", seen, () -> true))
          .isInstanceOfSatisfying(
              RequestRefused.class, r -> assertThat(r.text()).contains("no such table: no_such"));
      assertThat(database.run(UPDATE, seen, () -> false))
          .isInstanceOfSatisfying(ScriptRefused.class, r -> assertThat(r.sent()).isFalse());
      assertThat(database.read(List.of(FALLBACK))).containsExactly("3");

      String before = database.bookmark().orElseThrow();
      outside.standIn.setFault("server-error-once", true);
      assertThat(database.run(UPDATE, seen, () -> true)).isInstanceOf(ScriptUnknown.class);
      outside.standIn.setFault("lose-answer-once", true);
      assertThat(database.run(UPDATE, seen, () -> true)).isInstanceOf(ScriptUnknown.class);
      assertThat(database.read(List.of(FALLBACK))).containsExactly("0");
      assertThat(database.run(UPDATE, seen, () -> true)).isInstanceOf(RequestRefused.class);
      assertThat(database.run(UPDATE, List.of(), () -> true)).isInstanceOf(ScriptDone.class);
      assertThat(database.bookmark().orElseThrow()).isGreaterThan(before);

      Assertions.assertThatExceptionOfType(ProviderReadException.class)
          .isThrownBy(() -> provider.database("planning", Optional.empty()))
          .withMessageContaining("no D1 database that is named planning");
    } finally {
      outside.close();
    }
  }

  /** Another copy of each script, sent on the way, reaches the database first. */
  private record SentTwice(DatabaseApi database) implements DatabaseApi {
    @Override
    public List<String> read(List<String> queries) throws ProviderReadException {
      return database.read(queries);
    }

    @Override
    public Optional<String> bookmark() throws ProviderReadException {
      return database.bookmark();
    }

    @Override
    public ScriptResult run(String script, List<ScriptGuard> guards, LeaseCheck leaseCheck) {
      database.run(script, guards, leaseCheck);
      return database.run(script, guards, leaseCheck);
    }

    @Override
    public RestoreResult restore(String bookmark, LeaseCheck leaseCheck) {
      database.restore(bookmark, leaseCheck);
      return database.restore(bookmark, leaseCheck);
    }

    @Override
    public String writtenSince(Instant time) {
      return database.writtenSince(time);
    }

    @Override
    public Duration mayRunFor() {
      return database.mayRunFor();
    }
  }

  private static RunDatabaseScript run(String script) {
    DatabaseQuery fallback = new DatabaseQuery("fallback", FALLBACK);
    return new RunDatabaseScript(
        new DatabaseSpec(
            DatabaseSpec.D1,
            "planning-primary",
            List.of(),
            new CodePatch("back.sql", script),
            List.of(fallback),
            List.of(),
            List.of(),
            new ExpectedValue(fallback, "0"),
            List.of()),
        Optional.empty(),
        List.of(new ReadValue("fallback", "3")),
        Duration.ofMinutes(1),
        Optional.empty(),
        Optional.empty());
  }

  /** Nothing that was sent before it can take effect any more. */
  private static InstantSource later() {
    return InstantSource.offset(InstantSource.system(), Duration.ofMinutes(1));
  }

  /** How a start that was not refused at once is seen to have ended. */
  private static JobState after(JobRunner runner, JobRunner later, ProviderJob job) {
    JobStart start = runner.start(job, "INC-1/3", () -> true);
    assertThat(start).isInstanceOf(Started.class);
    return later.state(job, ((Started) start).runId());
  }

  @Test
  void a_refusal_is_not_said_to_have_changed_nothing_while_another_copy_may_be_carried_out()
      throws Exception {
    CloudflareFixture outside = new CloudflareFixture();
    try (CloudflareProvider account = provider(outside);
        D1Provider provider = new D1Provider(account, InstantSource.system())) {
      ScriptRunner.DatabaseLookup twice =
          (name, environment) -> new SentTwice(provider.database(name, environment));
      ScriptRunner runner = new ScriptRunner(twice, InstantSource.system());
      ScriptRunner later = new ScriptRunner(twice, later());
      RunDatabaseScript broken = run(UPDATE + "UPDATE no_such SET x = 1;");
      assertThat(after(runner, runner, broken)).isInstanceOf(RunUnderWay.class);
      assertThat(after(runner, later, broken))
          .isInstanceOfSatisfying(
              RunNotBegun.class,
              n -> assertThat(n.text()).contains("no such table", "Nothing was changed."));
      assertThat(after(runner, runner, run(UPDATE)))
          .isInstanceOfSatisfying(RunEnded.class, e -> assertThat(e.success()).isTrue());
    } finally {
      outside.close();
    }
  }

  @Test
  void a_script_that_leaves_its_numbers_as_they_are_is_carried_out_once_all_the_same()
      throws Exception {
    CloudflareFixture outside = new CloudflareFixture();
    try (CloudflareProvider account = provider(outside);
        D1Provider provider = new D1Provider(account, InstantSource.system())) {
      DatabaseApi database = provider.database("planning-primary", Optional.empty());
      database.run(
          "CREATE TABLE credits (n INTEGER); INSERT INTO credits VALUES (10);",
          List.of(),
          () -> true);
      String credit = "SELECT n FROM credits";
      DatabaseQuery rows = new DatabaseQuery("rows", "SELECT COUNT(*) FROM credits");
      RunDatabaseScript minus =
          new RunDatabaseScript(
              new DatabaseSpec(
                  DatabaseSpec.D1,
                  "planning-primary",
                  List.of(),
                  new CodePatch("minus.sql", "UPDATE credits SET n = n - 5;"),
                  List.of(rows),
                  List.of(),
                  List.of(),
                  new ExpectedValue(new DatabaseQuery("credit", credit), "5"),
                  List.of()),
              Optional.empty(),
              List.of(new ReadValue("rows", "1")),
              Duration.ofMinutes(1),
              Optional.empty(),
              Optional.empty());
      ScriptRunner runner =
          new ScriptRunner(
              (name, environment) -> new SentTwice(provider.database(name, environment)),
              InstantSource.system());
      assertThat(after(runner, runner, minus))
          .isInstanceOfSatisfying(RunEnded.class, e -> assertThat(e.success()).isTrue());
      assertThat(database.read(List.of(credit))).containsExactly("5");
    } finally {
      outside.close();
    }
  }

  private static RestoreDatabase restore(String bookmark, Optional<String> undo) {
    return new RestoreDatabase(
        new RestorePoint(
            "schema",
            "Take it back",
            Instant.now(),
            run(UPDATE).spec(),
            bookmark,
            run(UPDATE).consented(),
            Optional.empty()),
        Optional.empty(),
        undo,
        Duration.ofMinutes(1),
        Optional.empty());
  }

  private static JobState found(DatabaseRunner runner, RestoreDatabase restore) {
    return runner.state(restore, ((Started) runner.find(restore, "INC-1/5")).runId());
  }

  @Test
  void a_restore_says_how_it_is_undone_and_a_lost_answer_is_read_from_the_database()
      throws Exception {
    CloudflareFixture outside = new CloudflareFixture();
    try (CloudflareProvider account = provider(outside);
        D1Provider provider = new D1Provider(account, InstantSource.system())) {
      DatabaseApi database = provider.database("planning-primary", Optional.empty());
      DatabaseRunner runner = new DatabaseRunner(provider::database, InstantSource.system());
      String before = database.bookmark().orElseThrow();
      assertThat(database.run(UPDATE, List.of(), () -> true)).isInstanceOf(ScriptDone.class);
      assertThat(database.writtenSince(Instant.EPOCH))
          .contains("have counted 3 rows written since");
      String after = database.bookmark().orElseThrow();

      DatabaseRunner later = new DatabaseRunner(provider::database, later());
      assertThat(after(runner, later, restore("no-such", Optional.empty())))
          .isInstanceOfSatisfying(
              RunNotBegun.class, n -> assertThat(n.text()).contains("Nothing was restored."));
      assertThat(runner.start(restore(before, Optional.empty()), "INC-1/3", () -> false))
          .isInstanceOf(NotStarted.class);
      outside.standIn.setFault("server-error-once", true);
      assertThat(runner.start(restore(before, Optional.of(after)), "INC-1/3", () -> true))
          .isInstanceOf(PerhapsStarted.class);
      assertThat(found(runner, restore(before, Optional.of(after))))
          .isInstanceOf(RunUnderWay.class);
      assertThat(database.read(List.of(FALLBACK))).containsExactly("0");

      outside.standIn.setFault("lose-answer-once", true);
      assertThat(runner.start(restore(before, Optional.of(after)), "INC-1/4", () -> true))
          .isInstanceOf(PerhapsStarted.class);
      assertThat(found(runner, restore(before, Optional.of(after))))
          .isInstanceOfSatisfying(
              RunEnded.class,
              e -> {
                assertThat(e.success()).isTrue();
                assertThat(e.text()).contains(before, "--bookmark=" + after);
              });
      assertThat(database.read(List.of(FALLBACK))).containsExactly("3");

      // What undoes it, by the answer itself.
      assertThat(database.restore(after, () -> true))
          .isInstanceOfSatisfying(Restored.class, r -> assertThat(r.undo()).isPresent());
      assertThat(database.read(List.of(FALLBACK))).containsExactly("0");
      Started answered =
          (Started) runner.start(restore(before, Optional.empty()), "INC-1/6", () -> true);
      assertThat(runner.state(restore(before, Optional.empty()), answered.runId()))
          .isInstanceOfSatisfying(
              RunEnded.class, e -> assertThat(e.text()).contains("to undo that: wrangler"));
    } finally {
      outside.close();
    }
  }

  @Test
  void the_eleventh_restore_in_ten_minutes_is_refused_and_one_of_two_copies_is_not_nothing()
      throws Exception {
    CloudflareFixture outside = new CloudflareFixture();
    try (CloudflareProvider account = provider(outside);
        D1Provider provider = new D1Provider(account, InstantSource.system())) {
      DatabaseApi database = provider.database("planning-primary", Optional.empty());
      String before = database.bookmark().orElseThrow();
      assertThat(database.run(UPDATE, List.of(), () -> true)).isInstanceOf(ScriptDone.class);
      String after = database.bookmark().orElseThrow();
      for (int i = 0; i < 9; i++) {
        assertThat(database.restore(after, () -> true)).isInstanceOf(Restored.class);
      }
      DatabaseRunner copied =
          new DatabaseRunner(
              (name, environment) -> new SentTwice(provider.database(name, environment)),
              InstantSource.system());
      assertThat(after(copied, copied, restore(before, Optional.of(after))))
          .isInstanceOfSatisfying(RunEnded.class, e -> assertThat(e.success()).isTrue());
      assertThat(database.read(List.of(FALLBACK))).containsExactly("3");
      assertThat(database.run(UPDATE, List.of(), () -> true)).isInstanceOf(ScriptDone.class);
      DatabaseRunner later = new DatabaseRunner(provider::database, later());
      assertThat(after(copied, later, restore(before, Optional.of(after))))
          .isInstanceOfSatisfying(
              RunNotBegun.class,
              n -> assertThat(n.text()).contains("Too many restores", "Nothing was restored."));
    } finally {
      outside.close();
    }
  }
}
