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
import dev.rollbackbot.runbook.Verification;
import dev.rollbackbot.runbook.drill.Drill;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.JobSpec;
import dev.rollbackbot.runbook.template.Templates;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
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
        SAMPLE.triggers(),
        SAMPLE.guidance(),
        SAMPLE.services(),
        checklist(logs),
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
                Optional.empty())),
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
