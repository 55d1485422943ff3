package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Evidence;
import dev.rollbackbot.runbook.JobSteps;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.SignOff;
import dev.rollbackbot.runbook.SourceText;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Verification;
import dev.rollbackbot.runbook.drill.Drill;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.template.Templates;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.runbook.trigger.TriggerModes;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The smallest runbook that has one of each: services rolled back by the bot, a manual method, the
 * survey as a bot task, an item that a CRITICAL rollback defers, a probe that must pass twice, a
 * human check. Propagation takes no time, so that the clock need not move.
 */
public final class SmallRunbook {
  /** With an id that begins like this, the services are rolled back at the same time. */
  public static final String TOGETHER = "shop0";

  /** With an id that begins like this, a trigger may roll back, but not in the environment. */
  public static final String FORBIDDEN = "forbidden";

  /** How long an automatic rollback is announced. */
  public static final Duration DELAY = Duration.ofSeconds(45);

  /**
   * The row of failed measurements that fires its trigger, and that of passed ones that ends it.
   */
  public static final int FIRES = 3;

  public static final int RECOVERS = 4;

  private static final Runbook SAMPLE = SampleIncident.runbook();

  private SmallRunbook() {}

  /** With or without the log capture. */
  static Runbook with(boolean logs) {
    return with(
        SAMPLE.id(),
        logs,
        Duration.ZERO,
        List.of("#customers"),
        SAMPLE.methods(),
        SAMPLE.environments().getFirst().updates());
  }

  /** A job for the service, and then people by hand. */
  static Runbook withJob() {
    return with(
        SAMPLE.id(),
        false,
        Duration.ZERO,
        List.of("#customers"),
        List.of(new Method("job", "By a job", "first", program()), SAMPLE.methods().getLast()),
        SAMPLE.environments().getFirst().updates());
  }

  /** With log capture, propagation time, stakeholders, updates in time, and a job. */
  public static Runbook whole() {
    return whole(SAMPLE.id());
  }

  /** The same services with another id, which is its text too. */
  public static Runbook whole(String id) {
    Optional<TriggerMode> triggered = mode(id);
    if (triggered.isPresent()) {
      return watched(id, triggered.get());
    }
    Method first = id.startsWith(TOGETHER) ? together() : SAMPLE.methods().getFirst();
    Method last = SAMPLE.methods().getLast();
    return with(
        id,
        true,
        Duration.ofMinutes(2),
        List.of("#customers"),
        List.of(first, new Method("job", "By a job", "if the first fails", program()), last),
        Duration.ofMinutes(4));
  }

  /** With an id that begins with the name of a mode, its trigger is measured in that mode. */
  public static String triggered(TriggerMode mode, int number) {
    return mode.name().toLowerCase(Locale.ROOT) + number;
  }

  private static Optional<TriggerMode> mode(String id) {
    return id.startsWith(FORBIDDEN)
        ? Optional.of(TriggerMode.AUTO)
        : Arrays.stream(TriggerMode.values())
            .filter(mode -> id.matches(mode.name().toLowerCase(Locale.ROOT) + "[0-9]+"))
            .findFirst();
  }

  /** From the mode prepare on nothing but the mode keeps a rollback from beginning by itself. */
  private static Runbook watched(String id, TriggerMode mode) {
    boolean prepared = mode.compareTo(TriggerMode.PREPARE) >= 0;
    Method last = SAMPLE.methods().getLast();
    Method first = prepared ? onlyApi() : SampleIncident.automatic().methods().getFirst();
    return with(
        id,
        List.of(trigger(mode)),
        prepared ? List.of(SAMPLE.checklist().getFirst()) : checklist(true),
        Duration.ofMinutes(2),
        List.of("#customers"),
        List.of(first, last),
        Duration.ofMinutes(4),
        Optional.of(DELAY).filter(_ -> !id.startsWith(FORBIDDEN)));
  }

  private static Method onlyApi() {
    return SampleIncident.automatic(
            new Step.RollBackService("api", "API", "api", "answers", List.of(), List.of()))
        .methods()
        .getFirst();
  }

  /** Measured by the bot, and alerted by another system. */
  private static Trigger trigger(TriggerMode mode) {
    Trigger sample = SampleIncident.automatic().triggers().getFirst();
    TriggerMeasurement measured = sample.measurement().orElseThrow();
    return new Trigger(
        sample.id(),
        sample.kind(),
        sample.text(),
        new TriggerModes(mode, Map.of()),
        Optional.of(
            new TriggerMeasurement(
                measured.service(),
                measured.measurement(),
                measured.every(),
                FIRES,
                RECOVERS,
                measured.after(),
                Optional.of(Duration.ofMinutes(1)))),
        List.of(
            new AlertMatch(
                "json",
                Map.of("alertname", "errors"),
                measured.service(),
                SAMPLE.environments().getFirst().id())));
  }

  /** Two services at the same time, or people by hand. */
  static Runbook withGroup() {
    return with(
        SAMPLE.id(),
        false,
        Duration.ZERO,
        List.of("#customers"),
        List.of(together(), SAMPLE.methods().getLast()),
        SAMPLE.environments().getFirst().updates());
  }

  private static Method together() {
    Method first = SAMPLE.methods().getFirst();
    List<String> group = first.steps().stream().map(Step::id).toList();
    return new Method(
        first.id(),
        first.name(),
        first.when(),
        first.steps(),
        List.of(group),
        Optional.empty(),
        Optional.empty());
  }

  private static List<Step> program() {
    return List.of(
        JobSteps.of(
            "deploy",
            "Deploy",
            new JobSpec.ProcessSpec(
                "deploy",
                List.of("--to", "{version}"),
                Optional.empty(),
                List.of(),
                Optional.empty()),
            List.of(
                new JobInput(
                    "version",
                    "Version",
                    new JobInput.ChoiceInput(List.of("v41", "v40")),
                    Optional.empty())),
            Optional.of("api")));
  }

  public static Declaration declaration(boolean affecting, Severity severity) {
    return SampleIncident.declaration(affecting, severity);
  }

  public static Declaration declaration(boolean affecting, Severity severity, String method) {
    return SampleIncident.declaration(affecting, severity, method);
  }

  private static Runbook with(
      String id,
      boolean logs,
      Duration propagation,
      List<String> stakeholders,
      List<Method> methods,
      Duration updates) {
    return with(
        id,
        SAMPLE.triggers(),
        checklist(logs),
        propagation,
        stakeholders,
        methods,
        updates,
        Optional.empty());
  }

  private static Runbook with(
      String id,
      List<Trigger> triggers,
      List<ChecklistItem> checklist,
      Duration propagation,
      List<String> stakeholders,
      List<Method> methods,
      Duration updates,
      Optional<Duration> automatic) {
    Environment environment = SAMPLE.environments().getFirst();
    Verification verification = SAMPLE.verification();
    return new Runbook(
        id,
        SAMPLE.name(),
        SAMPLE.shortName(),
        SAMPLE.version(),
        LocalDate.parse("2026-02-27"),
        SAMPLE.link(),
        SAMPLE.impact(),
        SAMPLE.eta(),
        SAMPLE.duration(),
        triggers,
        SAMPLE.guidance(),
        SAMPLE.services(),
        checklist,
        methods,
        new Verification(
            verification.propagation(),
            2,
            verification.interval(),
            verification.settled(),
            verification.inconclusiveAfter(),
            Duration.ofMinutes(10),
            verification.probes(),
            verification.checks()),
        Optional.empty(),
        templates(),
        SAMPLE.signOff(),
        List.of(
            new Environment(
                environment.id(),
                environment.responders(),
                environment.approvers(),
                environment.breakGlass(),
                environment.outsideResponders(),
                stakeholders,
                environment.bindings(),
                Optional.of(propagation),
                updates,
                Optional.empty(),
                Optional.empty(),
                automatic)),
        SAMPLE.contacts(),
        SAMPLE.drill(),
        SAMPLE.documents(),
        SAMPLE.reminders(),
        SAMPLE.visibility(),
        Optional.empty(),
        new SourceText(id + ".yaml", id, "hash-of-" + id));
  }

  /** The same, which allows drills in its only environment. */
  public static Runbook drilled(Runbook runbook) {
    Drill drill = runbook.drill();
    return with(
        runbook,
        runbook.signOff(),
        new Drill(
            drill.cadence(),
            drill.environment(),
            Set.of(runbook.environments().getFirst().id()),
            drill.every(),
            drill.goals(),
            drill.steps(),
            drill.checklist()));
  }

  /** The same runbook, which drafts a post-mortem by itself for these severities only. */
  public static Runbook draftingFor(Runbook runbook, List<Severity> severities) {
    SignOff usual = runbook.signOff();
    SignOff other =
        new SignOff(
            usual.rolledBack(),
            usual.verified(),
            usual.postMortemWithinDays(),
            new SignOff.PostMortemRule(severities, usual.postMortem().zone()));
    return with(runbook, other, runbook.drill());
  }

  private static Runbook with(Runbook runbook, SignOff signOff, Drill drill) {
    return new Runbook(
        runbook.id(),
        runbook.name(),
        runbook.shortName(),
        runbook.version(),
        runbook.updated(),
        runbook.link(),
        runbook.impact(),
        runbook.eta(),
        runbook.duration(),
        runbook.triggers(),
        runbook.guidance(),
        runbook.services(),
        runbook.checklist(),
        runbook.methods(),
        runbook.verification(),
        runbook.database(),
        runbook.templates(),
        signOff,
        runbook.environments(),
        runbook.contacts(),
        drill,
        runbook.documents(),
        runbook.reminders(),
        runbook.visibility(),
        runbook.releases(),
        runbook.sourceText());
  }

  /** That declaration as one of a drill. */
  public static Declaration drill(Declaration declaration) {
    return new Declaration(
        declaration.environment(),
        declaration.observed(),
        declaration.description(),
        declaration.affectingUsers(),
        declaration.severity(),
        declaration.detectedAt(),
        declaration.lead(),
        declaration.method(),
        declaration.beganAt(),
        declaration.visibility(),
        Optional.of(Declaration.Purpose.DRILL));
  }

  /** The notice to stakeholders has whatever can change in it. */
  private static Templates templates() {
    Templates sample = SAMPLE.templates();
    return new Templates(
        sample.incident(),
        sample.resolved(),
        """
        {runbook} {status} {severity} {lead}
        {actions}
        {started_at} {completed_at} {restored_at}\
        """,
        sample.stakeholderUpdate(),
        "{runbook} {claims}",
        sample.postMortem(),
        sample.claims(),
        sample.claims());
  }

  private static List<ChecklistItem> checklist(boolean logs) {
    ChecklistItem capture =
        new ChecklistItem(
            "logs",
            "Capture logs",
            new ChecklistItem.BotAssignee(
                ChecklistItem.BotTask.CAPTURE_LOGS, Duration.ofSeconds(30)),
            false,
            Optional.empty());
    ChecklistItem screenshot =
        new ChecklistItem(
            "screenshot",
            "Screenshot the dashboard",
            new ChecklistItem.PersonAssignee(Evidence.REQUIRED),
            true,
            Optional.empty());
    ChecklistItem survey = SAMPLE.checklist().getFirst();
    return logs ? List.of(survey, capture, screenshot) : List.of(survey, screenshot);
  }
}
