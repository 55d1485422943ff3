package dev.rollbackbot.store;

import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Event;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.Role;
import dev.rollbackbot.incident.database.DatabaseReading;
import dev.rollbackbot.incident.database.RestorePoint;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.Invocation;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Reminders;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.SignOff;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Verification;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.runbook.drill.Drill;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.HttpCall;
import dev.rollbackbot.runbook.job.HttpSpec;
import dev.rollbackbot.runbook.job.MergeSpec.MergeMethod;
import dev.rollbackbot.runbook.job.PullRequestSpec.PullRequestBranches;
import dev.rollbackbot.runbook.template.Templates;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small runbook, and events of an incident on it. */
public final class StoreExamples {
  private static final String URL = "https://jobs.example.com/runs";

  public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  public static final Actor ANNA = new Actor("U1", Set.of(Role.RESPONDER));
  public static final Service GATEWAY =
      new Service("gateway", "Gateway", Service.ServiceKind.WORKER, Optional.empty());
  public static final ServiceRef GATEWAY_LIVE =
      ServiceRef.of(GATEWAY, "shop-gateway", Optional.of("production"));

  private StoreExamples() {}

  /** A runbook of one service; its text is its id. */
  public static Runbook runbook(String id) {
    Step step =
        new Step.RollBackService(
            "gateway", "Gateway", "gateway", "It answers", List.of(), List.of());
    Environment environment =
        new Environment(
            "production",
            Optional.empty(),
            Optional.empty(),
            Environment.BreakGlassRule.CRITICAL,
            List.of(),
            List.of(),
            Map.of("gateway", new Environment.Binding("shop-gateway", Optional.empty())),
            Optional.empty(),
            Duration.ofMinutes(30),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new Runbook(
        id,
        "Shop of " + id,
        "Shop",
        "1",
        LocalDate.parse("2026-01-05"),
        Optional.empty(),
        "Nobody can pay",
        "5 minutes",
        Duration.ofMinutes(10),
        List.of(new Trigger("errors", Trigger.TriggerKind.AUTOMATIC, "Many errors")),
        List.of(
            new DecisionRule(
                true, Optional.empty(), Advice.ROLL_BACK_NOW, "Users feel it", Optional.empty()),
            new DecisionRule(
                false, Optional.empty(), Advice.MONITOR, "Nobody feels it", Optional.empty())),
        List.of(GATEWAY),
        List.of(),
        List.of(new Method("a", "Method A", "Always", List.of(step))),
        new Verification(
            Duration.ofSeconds(30),
            3,
            Duration.ofSeconds(5),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            List.of(),
            List.of()),
        Optional.empty(),
        new Templates("", "", "", "", "", "", List.of(), List.of()),
        new SignOff("Rolled back by", "Verified by", 2, SignOff.PostMortemRule.DEFAULT),
        List.of(environment),
        List.of(),
        new Drill("monthly", "production", Set.of(), Drill.QUARTER, Map.of(), List.of(), List.of()),
        List.of(),
        Reminders.DEFAULT,
        Visibility.PUBLIC,
        Optional.empty(),
        new SourceText(id + ".yaml", "id: " + id, "hash-of-" + id));
  }

  /** Replaces the YAML reader. */
  public static Runbook reread(String text) {
    return runbook(text.substring("id: ".length()));
  }

  public static Declaration declaration(boolean affectingUsers) {
    return new Declaration(
        "production",
        "errors",
        "Payments fail",
        affectingUsers,
        Severity.HIGH,
        NOON.minusSeconds(60),
        "U1",
        "a",
        Optional.of(NOON.minusSeconds(600)),
        Optional.empty(),
        Optional.empty());
  }

  public static Event.IncidentDeclared declared(IncidentId id, String runbook) {
    return new Event.IncidentDeclared(NOON, "U1", id, runbook(runbook), declaration(true));
  }

  public static Version version(String id) {
    return new Version(
        id,
        "v" + id,
        Optional.of("tag-" + id),
        Optional.of(NOON.minusSeconds(3600)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Deployment live(String version) {
    return new Deployment(
        "d-" + version,
        Optional.of(NOON),
        Optional.of("ci"),
        List.of(new Deployment.TrafficShare(version(version), 100)));
  }

  public static Invocation.RollBack rollBack() {
    return new Invocation.RollBack(
        GATEWAY_LIVE, live("42"), version("41"), "INC-1", Optional.of(List.of("API_KEY")));
  }

  static DatabaseReading reading() {
    return new DatabaseReading(
        false,
        List.of(new DatabaseReading.ReadValue("rows with the status fallback", "3")),
        List.of("later migrations: 1; it must be 0."),
        Optional.of("00000085-0000024c-00004c6d-8e61117bf38d7adb71b934ebbf891683"),
        Optional.of("Nobody has counted since."));
  }

  private static DatabaseSpec script() {
    DatabaseSpec.DatabaseQuery rows =
        new DatabaseSpec.DatabaseQuery("rows", "SELECT COUNT(*) FROM build_specs");
    return new DatabaseSpec(
        "d1",
        "planning-primary",
        List.of("production"),
        new CodePatch("rollback-0013.sql", "UPDATE build_specs SET status='draft'\n"),
        List.of(rows),
        List.of(rows),
        List.of("gateway"),
        new DatabaseSpec.ExpectedValue(rows, "0"),
        List.of(new DatabaseSpec.ExpectedValue(rows, "3")));
  }

  static RestorePoint restorePoint() {
    return new RestorePoint(
        "schema",
        "Take migration 0013 back",
        NOON,
        script(),
        reading().bookmark().orElseThrow(),
        reading().counts(),
        Optional.of(NOON));
  }

  static Invocation.ReadBeforeRestore readBeforeRestore() {
    return new Invocation.ReadBeforeRestore(restorePoint(), Optional.of("production"), true);
  }

  static Invocation.RestoreDatabase restoreDatabase() {
    return new Invocation.RestoreDatabase(
        restorePoint(),
        Optional.of("production"),
        reading().bookmark(),
        Duration.ofMinutes(2),
        Optional.of(NOON));
  }

  static Invocation.ReadDatabase readDatabase() {
    return new Invocation.ReadDatabase(
        script(),
        Optional.of("production"),
        List.of(
            new Invocation.NeededVersion(
                GATEWAY_LIVE, Optional.of(version("41")), Optional.of(live("42")))),
        true);
  }

  static Invocation.RunDatabaseScript runDatabaseScript() {
    return new Invocation.RunDatabaseScript(
        script(),
        Optional.of("production"),
        reading().counts(),
        Duration.ofMinutes(5),
        Optional.of(Instant.parse("2026-01-02T12:00:00Z")),
        plannedLive());
  }

  private static PullRequestBranches branches() {
    return new PullRequestBranches("shop/web", "rollback/INC-12", "main", List.of("test"));
  }

  static Invocation.OpenPullRequest openPullRequest() {
    return new Invocation.OpenPullRequest(
        branches(),
        "Revert 3f9c2d1",
        Optional.of("Please review it."),
        Duration.ofHours(1),
        Optional.of(Instant.parse("2026-01-02T12:00:00Z")),
        plannedLive());
  }

  static Invocation.OpenedPull openedPull() {
    return new Invocation.OpenedPull(
        branches(),
        Instant.parse("2026-01-02T11:00:00Z"),
        Optional.of(Instant.parse("2026-01-02T11:30:00Z")));
  }

  static Invocation.MergePullRequest mergePullRequest() {
    return new Invocation.MergePullRequest(
        branches(),
        MergeMethod.SQUASH,
        Instant.parse("2026-01-02T11:00:00Z"),
        Duration.ofMinutes(10),
        Optional.of(Instant.parse("2026-01-02T12:30:00Z")),
        plannedLive());
  }

  /** A job with every part that a runbook can describe. */
  static Invocation.RunHttp runHttp() {
    HttpCall cancel = new HttpCall("DELETE", URL + "/{run}", Optional.empty(), List.of());
    HttpSpec.RunSearch search =
        new HttpSpec.RunSearch(
            URL,
            "/items",
            List.of(new HttpSpec.HttpField("/name", "{correlation}")),
            "/id",
            Optional.of(cancel));
    return new Invocation.RunHttp(
        new HttpSpec(
            List.of(new HttpSpec.HttpField("Authorization", "Bearer {TOKEN}")),
            new HttpCall(
                "POST",
                URL,
                Optional.of("{\"version\":\"{version}\"}"),
                List.of(new HttpSpec.HttpField("VERSION", "{version}"))),
            Optional.of("/id"),
            Optional.of("Idempotency-Key"),
            new HttpSpec.StateSource(
                URL + "/{run}",
                "/status",
                List.of("running"),
                List.of("succeeded"),
                List.of("failed"),
                List.of(new HttpSpec.HttpField("/building", "true"))),
            Optional.of(cancel),
            List.of(search),
            Optional.of(search),
            Optional.of(new HttpSpec.LogSource(URL + "/{run}/log", Optional.of("/lines/*")))),
        Map.of("version", "v41"),
        Duration.ofMinutes(15),
        Optional.of(Instant.parse("2026-03-02T12:00:00Z")),
        plannedLive());
  }

  static Optional<Invocation.PlannedLive> plannedLive() {
    return Optional.of(new Invocation.PlannedLive(GATEWAY_LIVE, live("42")));
  }
}
