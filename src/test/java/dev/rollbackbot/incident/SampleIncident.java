package dev.rollbackbot.incident;

import dev.rollbackbot.incident.proposal.Suspicion;
import dev.rollbackbot.incident.rollback.Deployment;
import dev.rollbackbot.incident.rollback.LiveReading;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.RollbackHistory;
import dev.rollbackbot.incident.rollback.ServiceDeployments;
import dev.rollbackbot.incident.rollback.Version;
import dev.rollbackbot.runbook.Advice;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Contact;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
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
import dev.rollbackbot.runbook.drill.DrillFact;
import dev.rollbackbot.runbook.drill.DrillItem;
import dev.rollbackbot.runbook.drill.DrillPart;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.ResponseRules;
import dev.rollbackbot.runbook.template.Claim;
import dev.rollbackbot.runbook.template.Templates;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.runbook.trigger.TriggerModes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A small runbook with two services, two methods, a probe and a human check, and its outcomes. */
public final class SampleIncident {
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  public static final Actor REQUESTER = new Actor("U1", Set.of(Role.RESPONDER, Role.APPROVER));
  public static final Actor APPROVER = new Actor("U2", Set.of(Role.RESPONDER, Role.APPROVER));
  public static final Actor RESPONDER = new Actor("U3", Set.of(Role.RESPONDER));
  static final Actor STAKEHOLDER = new Actor("U4", Set.of());

  private SampleIncident() {}

  public static Runbook runbook() {
    return runbook(
        List.of(
            new Method("rollback", "Deployment rollback", "first", steps()),
            new Method("by-hand", "By hand", "if the first fails", manual())));
  }

  public static Runbook runbook(List<Method> methods) {
    return runbook(methods, List.of(probe()));
  }

  /** With these probes instead of the one. */
  public static Runbook measuring(List<Probe> probes) {
    return runbook(runbook().methods(), probes);
  }

  private static Runbook runbook(List<Method> methods, List<Probe> probes) {
    return runbook(
        methods,
        probes,
        List.of(new Trigger("errors", Trigger.TriggerKind.AUTOMATIC, "Error rate above 1 %")),
        environment());
  }

  /** Its trigger "errors" may roll back by itself, five minutes after that was announced. */
  public static Runbook automatic() {
    return automatic(
        new Step.RollBackService("api", "API", "api", "answers", List.of(), List.of()),
        new Step.RollBackService("site", "Site", "site", "loads", List.of(), List.of()));
  }

  public static Runbook automatic(Step... steps) {
    return automatic(Optional.of(Duration.ofMinutes(5)), steps);
  }

  /** {@code delay} empty: the environment does not allow it. */
  public static Runbook automatic(Optional<Duration> delay, Step... steps) {
    return runbook(
        List.of(
            new Method("rollback", "Deployment rollback", "first", List.of(steps)),
            new Method("by-hand", "By hand", "if the first fails", manual())),
        List.of(probe()),
        List.of(
            new Trigger(
                "errors",
                Trigger.TriggerKind.AUTOMATIC,
                "Error rate above 1 %",
                new TriggerModes(TriggerMode.AUTO, Map.of()),
                Optional.of(
                    new TriggerMeasurement(
                        "api",
                        probe().measurement(),
                        Duration.ofSeconds(30),
                        3,
                        10,
                        Duration.ofHours(1),
                        Optional.empty())),
                List.of())),
        environment(delay));
  }

  /** With an item that is done as soon as Slack shows the incident's card. */
  public static Runbook notifyingTeam() {
    Runbook plain = runbook();
    ChecklistItem item =
        new ChecklistItem(
            "notify",
            "Notify the team",
            new ChecklistItem.BotAssignee(
                ChecklistItem.BotTask.NOTIFY_TEAM, Duration.ofSeconds(30)),
            false,
            Optional.empty());
    return runbook(
        Stream.concat(checklist().stream(), Stream.of(item)).toList(),
        plain.methods(),
        List.of(probe()),
        plain.triggers(),
        environment());
  }

  private static Runbook runbook(
      List<Method> methods, List<Probe> probes, List<Trigger> triggers, Environment environment) {
    return runbook(checklist(), methods, probes, triggers, environment);
  }

  private static Runbook runbook(
      List<ChecklistItem> checklist,
      List<Method> methods,
      List<Probe> probes,
      List<Trigger> triggers,
      Environment environment) {
    return new Runbook(
        "shop",
        "Shop Feature",
        "Shop",
        "1.0.0",
        LocalDate.parse("2026-02-27"),
        Optional.of("https://example.org/shop"),
        "Orders fail",
        "10-15 minutes",
        Duration.ofMinutes(15),
        triggers,
        guidance(),
        List.of(
            new Service("api", "API", Service.ServiceKind.WORKER, Optional.empty()),
            new Service("site", "Site", Service.ServiceKind.PAGES, Optional.empty())),
        checklist,
        methods,
        new Verification(
            Duration.ofMinutes(2),
            3,
            Duration.ofSeconds(5),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            probes,
            checks()),
        Optional.empty(),
        templates(),
        new SignOff("Rolled back by", "Verified by", 3, SignOff.PostMortemRule.DEFAULT),
        List.of(environment),
        List.of(new Contact("Lead", "#leads", false)),
        new Drill(
            "quarterly",
            "rehearsal",
            Set.of("rehearsal"),
            Drill.QUARTER,
            Map.of(DrillPart.APPROVED, Duration.ofMinutes(2)),
            List.of("Roll back"),
            List.of(
                new DrillItem("Knows how", Optional.empty()),
                new DrillItem("Can roll back", Optional.of(DrillFact.ROLLED_BACK)))),
        List.of(),
        Reminders.DEFAULT,
        Visibility.PUBLIC,
        Optional.empty(),
        new SourceText("shop.yaml", "id: shop", "cafe"));
  }

  private static List<DecisionRule> guidance() {
    return List.of(
        decisionRule(Severity.CRITICAL, Advice.ROLL_BACK_NOW, Duration.ofMinutes(5)),
        decisionRule(Severity.HIGH, Advice.ROLL_BACK, Duration.ofMinutes(15)),
        decisionRule(Severity.MEDIUM, Advice.FIX_FORWARD, Duration.ofMinutes(60)),
        new DecisionRule(
            false, Optional.empty(), Advice.MONITOR, "Nobody feels it.", Optional.empty()));
  }

  private static DecisionRule decisionRule(Severity severity, Advice advice, Duration deadline) {
    return new DecisionRule(
        true, Optional.of(severity), advice, "Users feel it.", Optional.of(deadline));
  }

  private static List<ChecklistItem> checklist() {
    return List.of(
        new ChecklistItem(
            "capture",
            "Capture deployment state",
            new ChecklistItem.BotAssignee(
                ChecklistItem.BotTask.CAPTURE_DEPLOYMENTS, Duration.ofSeconds(30)),
            false,
            Optional.empty()),
        new ChecklistItem(
            "screenshot",
            "Screenshot the dashboard",
            new ChecklistItem.PersonAssignee(Evidence.OPTIONAL),
            true,
            Optional.empty()));
  }

  private static List<Step> steps() {
    return List.of(
        new Step.RollBackService("api", "API", "api", "answers", List.of("Data stays."), List.of()),
        new Step.RollBackService("site", "Site", "site", "loads", List.of(), List.of()));
  }

  private static List<Step> manual() {
    return List.of(
        new Step.Manual("revert", "Revert", "git revert", Evidence.REQUIRED, Optional.empty()));
  }

  private static Probe probe() {
    return new Probe(
        "health",
        "API health",
        "api",
        new HttpGet("/health", Set.of(200), List.of(), Duration.ofSeconds(2), ResponseRules.NONE),
        Set.of());
  }

  private static List<HumanCheck> checks() {
    return List.of(
        new HumanCheck("smoke", "Smoke tests pass", Evidence.NONE, Optional.empty(), List.of()));
  }

  private static Templates templates() {
    return new Templates(
        "INCIDENT {headline} {severity} {status}\n{description}\nLead {lead}",
        "RESOLVED {runbook} after {duration}\n{claims}\nReview {post_mortem_date}",
        "{runbook} has a problem.",
        "{runbook}: {status}.",
        "{runbook} works again.",
        "# Post-mortem {incident}\n{timeline}",
        List.of(
            new Claim("Health checks passing", "Health not confirmed", List.of("health")),
            new Claim("Smoke tests", "Smoke tests not confirmed", List.of("smoke"))),
        List.of());
  }

  private static Environment environment() {
    return environment(Optional.empty());
  }

  private static Environment environment(Optional<Duration> automaticRollback) {
    return new Environment(
        "production",
        Optional.of("@responders"),
        Optional.of("@oncall"),
        Environment.BreakGlassRule.CRITICAL,
        List.of(),
        List.of("#customers"),
        Map.of(
            "api",
            new Environment.Binding("shop-api", Optional.of("https://api.example.org")),
            "site",
            new Environment.Binding("shop-site", Optional.empty())),
        Optional.empty(),
        Duration.ofMinutes(30),
        Optional.empty(),
        Optional.empty(),
        automaticRollback);
  }

  public static Declaration declaration(boolean affecting, Severity severity) {
    return declaration(affecting, severity, "rollback");
  }

  public static Declaration declaration(boolean affecting, Severity severity, String method) {
    return new Declaration(
        "production",
        "errors",
        "Orders fail with <!channel> 500",
        affecting,
        severity,
        START.minusSeconds(60),
        "U1",
        method,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Version version(String label) {
    return new Version(
        "id-" + label,
        label,
        Optional.empty(),
        Optional.of(created(label)),
        Optional.of("dev@example.org"),
        Optional.empty(),
        Optional.empty());
  }

  /** v43 was created after v42, and so on. */
  private static Instant created(String label) {
    int number = label.matches("v[0-9]+") ? Integer.parseInt(label.substring(1)) : 0;
    return START.minusSeconds(3600).plusSeconds(number);
  }

  /** With these deployments of the API, the live one first. */
  public static Outcome surveyed(String live, String... earlier) {
    Outcome.Surveyed sample = (Outcome.Surveyed) ((Outcome.Succeeded) surveyed()).finding();
    ServiceDeployments api = sample.services().get(0);
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            List.of(
                new ServiceDeployments(
                    api.service(),
                    live(live),
                    Arrays.stream(earlier).map(SampleIncident::live).toList(),
                    List.of()),
                sample.services().get(1))),
        Duration.ofSeconds(1));
  }

  public static Deployment live(String label) {
    return new Deployment(
        "deployment-" + label,
        Optional.of(START.minusSeconds(600)),
        Optional.of("dev@example.org"),
        List.of(new Deployment.TrafficShare(version(label), 100)));
  }

  public static Outcome surveyed() {
    Runbook runbook = runbook();
    Environment environment = environment();
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            List.of(
                new ServiceDeployments(
                    runbook.serviceIn(environment, "api"),
                    live("v42"),
                    List.of(live("v41"), live("v40")),
                    List.of()),
                new ServiceDeployments(
                    runbook.serviceIn(environment, "site"),
                    live("9f2c"),
                    List.of(live("7ab1")),
                    List.of()))),
        Duration.ofSeconds(1));
  }

  /** What is live of the API and of the site; empty: it can't be read. */
  public static Outcome liveRead(String api, String site) {
    Runbook runbook = runbook();
    return new Outcome.Succeeded(
        new Outcome.LiveRead(
            List.of(
                reading(runbook.serviceIn(environment(), "api"), api),
                reading(runbook.serviceIn(environment(), "site"), site))),
        Duration.ofSeconds(1));
  }

  /** Only the API could be read, and that went live then. */
  public static Outcome liveSince(String api, Instant at) {
    return liveSince(api, at, Optional.of(at));
  }

  /** As read then from a provider that doesn't tell since when it is live. */
  public static Outcome liveOfUnknownTime(String api, Instant read) {
    return liveSince(api, read, Optional.empty());
  }

  private static Outcome liveSince(String api, Instant read, Optional<Instant> at) {
    ServiceRef service = runbook().serviceIn(environment(), "api");
    Deployment live = live(api);
    Deployment since = new Deployment(live.id(), at, live.author(), live.shares());
    return new Outcome.Succeeded(
        new Outcome.LiveRead(
            List.of(new LiveReading(service, read, Optional.of(since), "", Optional.empty()))),
        Duration.ofSeconds(1));
  }

  private static LiveReading reading(ServiceRef service, String label) {
    return label.isEmpty()
        ? new LiveReading(service, START, Optional.empty(), "not reached", Optional.empty())
        : new LiveReading(service, START, Optional.of(live(label)), "", Optional.of(List.of()));
  }

  /** The API's only earlier version has the code of the live one; the site can't be read. */
  static Outcome withoutTargets() {
    return new Outcome.Succeeded(
        new Outcome.Surveyed(
            List.of(
                new ServiceDeployments(
                    runbook().serviceIn(environment(), "api"),
                    withCode(live("v42")),
                    List.of(withCode(live("v41"))),
                    List.of())),
            Optional.of(Map.of("site", "Cloudflare does not know the project."))),
        Duration.ofSeconds(1));
  }

  private static Deployment withCode(Deployment deployment) {
    Version v = deployment.shares().getFirst().version();
    Version same =
        new Version(
            v.id(),
            v.label(),
            v.tag(),
            v.created(),
            v.author(),
            Optional.of("Rotate the token"),
            Optional.of("same"));
    return new Deployment(
        deployment.id(),
        deployment.at(),
        deployment.author(),
        List.of(new Deployment.TrafficShare(same, 100)));
  }

  public static Command.JobFinished finished(Instant at, Actor by, String job, Outcome outcome) {
    return new Command.JobFinished(at, by, job, outcome, RollbackHistory.NONE);
  }

  public static Outcome rolledBack(String label) {
    return new Outcome.Succeeded(new Outcome.RolledBack(live(label), false), Duration.ofSeconds(4));
  }

  /** An alert of another system said so. */
  public static Suspicion alerted(String trigger) {
    Suspicion measured = suspicion(trigger);
    return new Suspicion(
        trigger,
        measured.service(),
        START,
        Optional.empty(),
        List.of("CheckoutErrors: 4 of 100 requests fail"),
        measured.suspect(),
        Optional.of(new Suspicion.AlertOrigin("alertmanager", Optional.empty())));
  }

  /** The trigger fired, and a deployment is suspected. */
  public static Suspicion suspicion(String trigger) {
    return new Suspicion(
        trigger,
        "api",
        START,
        Optional.of(START.minusSeconds(120)),
        List.of("error rate 4.1 %, more than 1 %"),
        Optional.of(
            new Suspicion.Suspect(
                "api",
                "v42",
                "id-v42",
                START.minusSeconds(300),
                Optional.of("eve"),
                Optional.of("Faster orders"))),
        Optional.empty());
  }
}
