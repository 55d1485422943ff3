package dev.rollbackbot.incident;

import dev.rollbackbot.incident.attempt.JobIncident;
import dev.rollbackbot.incident.drill.DrillIncident;
import dev.rollbackbot.incident.rollback.LockHolder;
import dev.rollbackbot.incident.rollback.Outcome;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One incident for each state, and for the variants of a state that have different buttons. */
public final class SituationExamples {
  static final String AUTOMATIC = "AwaitingApproval (begins by itself)";

  static final Actor ACTOR = new Actor("U9", Set.of(Role.RESPONDER, Role.APPROVER));

  private SituationExamples() {}

  /** By their names in the golden tables. */
  public static Map<String, Incident> incidents() {
    Map<String, Incident> out = new LinkedHashMap<>();
    all().forEach((name, driver) -> driver.get().incident.ifPresent(i -> out.put(name, i)));
    return out;
  }

  static Map<String, Supplier<ConversationDriver>> all() {
    Map<String, Supplier<ConversationDriver>> out = new LinkedHashMap<>();
    out.put("None", ConversationDriver::new);
    out.put("Proposed (reading)", () -> ConversationDriver.proposed(TriggerMode.PROPOSE));
    out.put(
        "Proposed",
        () ->
            ConversationDriver.proposed(TriggerMode.PROPOSE).surveyEnds(SampleIncident.surveyed()));
    out.put(
        "Proposed (put off)",
        () ->
            ConversationDriver.proposed(TriggerMode.PROPOSE)
                .surveyEnds(SampleIncident.surveyed())
                .does(
                    ACTOR, (at, by) -> new ProposalCommand.NotNow(at, by, Duration.ofMinutes(2))));
    out.put(
        "Proposed (alerted)",
        () ->
            ConversationDriver.proposed(TriggerMode.PROPOSE)
                .bot((at, by) ->
                    new ProposalCommand.TriggerFiredAgain(
                        at, by, SampleIncident.alerted("errors"))));
    out.put(
        "Preparing (opened by the bot)", () -> ConversationDriver.proposed(TriggerMode.PREPARE));
    out.put(
        AUTOMATIC,
        () ->
            ConversationDriver.proposed(
                    SampleIncident.automatic(),
                    SampleIncident.suspicion("errors"),
                    TriggerMode.AUTO)
                .surveyEnds(SampleIncident.surveyed()));
    out.put("Monitoring", () -> new ConversationDriver().declared(false, Severity.HIGH));
    out.put("Preparing (surveying)", () -> new ConversationDriver().declared(true, Severity.HIGH));
    out.put("Preparing (no target)", SituationExamples::withoutTargets);
    out.put("AwaitingApproval (by reasons)", SituationExamples::byReasons);
    out.put("AwaitingApproval (HIGH)", ConversationDriver::awaitingApproval);
    out.put("AwaitingApproval (CRITICAL)", SituationExamples::critical);
    out.put("Preparing (values to choose)", JobIncident::planned);
    out.put("RollingBack", ConversationDriver::rollingBack);
    out.put("RollingBack (a job runs)", JobIncident::running);
    out.put("RollingBack (by hand)", SituationExamples::byHand);
    out.put("RollingBack (waiting for a lock)", SituationExamples::waitingForLock);
    out.put("AwaitingApproval (at the same time)", () -> together(false));
    out.put("RollingBack (at the same time)", SituationExamples::together);
    out.put("RollingBack (one of two failed)", () -> failed(together(), "api"));
    out.put("Blocked (both failed)", () -> failed(failed(together(), "api"), "site"));
    out.put("Paused", SituationExamples::paused);
    out.put("Blocked (failed)", ConversationDriver::blocked);
    out.put("Blocked (unknown)", ConversationDriver::unknown);
    out.put(
        "Blocked (unknown for good)",
        () -> ConversationDriver.unknown().jobEnds(new Outcome.Unknown("Nobody can tell.")));
    out.put("Propagating", ConversationDriver::propagating);
    out.put("Verifying", ConversationDriver::verifying);
    out.put("AwaitingSignOff", ConversationDriver::awaitingSignOff);
    out.put(
        "AwaitingSignOff (one signature)",
        () -> ConversationDriver.awaitingSignOff().signsRolledBack(SampleIncident.REQUESTER));
    out.put("Resolved", ConversationDriver::resolved);
    out.put(
        "RollingBack (a drill)", () -> DrillIncident.rollingBack(DrillIncident.awaitingApproval()));
    out.put("Resolved (a drill)", () -> DrillIncident.resolved(DrillIncident.awaitingApproval()));
    out.put(
        "Closed",
        () ->
            new ConversationDriver()
                .declared(false, Severity.HIGH)
                .does(
                    ACTOR,
                    (at, by) -> new Command.Close(at, by, CloseReason.FALSE_ALARM, "noise")));
    out.put(
        "Cancelled",
        () ->
            ConversationDriver.blocked()
                .does(ACTOR, (at, by) -> new Command.Cancel(at, by, "enough")));
    return out;
  }

  private static ConversationDriver withoutTargets() {
    return new ConversationDriver()
        .declared(true, Severity.CRITICAL)
        .surveyEnds(SampleIncident.withoutTargets());
  }

  /** A version with the code of the live one was chosen, and a service left out. */
  private static ConversationDriver byReasons() {
    ConversationDriver driver = withoutTargets();
    return driver
        .does(
            SampleIncident.REQUESTER,
            (at, by) ->
                new Command.ChangeTarget(
                    at, by, hash(driver), "api", "id-v41", "The secret is wrong", false))
        .does(
            SampleIncident.REQUESTER,
            (at, by) ->
                new Command.LeaveOutStep(at, by, hash(driver), "site", "It is not affected"));
  }

  private static String hash(ConversationDriver driver) {
    return driver.plan().hash();
  }

  private static ConversationDriver critical() {
    return new ConversationDriver()
        .declared(true, Severity.CRITICAL)
        .surveyEnds(SampleIncident.surveyed());
  }

  /** Two steps run at the same time; after them one by hand. */
  public static ConversationDriver together() {
    return together(true);
  }

  private static ConversationDriver together(boolean approved) {
    Method inOrder = SampleIncident.runbook().methods().getFirst();
    Method byHand = SampleIncident.runbook().methods().getLast();
    Method method =
        new Method(
            inOrder.id(),
            inOrder.name(),
            inOrder.when(),
            Stream.concat(inOrder.steps().stream(), byHand.steps().stream()).toList(),
            List.of(inOrder.steps().stream().map(Step::id).toList()),
            Optional.empty(),
            Optional.empty());
    ConversationDriver driver =
        new ConversationDriver()
            .does(
                SampleIncident.REQUESTER,
                (at, by) ->
                    new Command.Declare(
                        at,
                        by,
                        new IncidentId(12),
                        SampleIncident.runbook(List.of(method)),
                        SampleIncident.declaration(true, Severity.HIGH)));
    driver
        .surveyEnds(SampleIncident.surveyed())
        .does(
            SampleIncident.REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.AwaitingApproval.class);
    return approved
        ? driver.does(
            SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, hash(driver)))
        : driver;
  }

  private static ConversationDriver failed(ConversationDriver driver, String step) {
    String job =
        driver.incident.orElseThrow().step(step).orElseThrow().status()
                instanceof StepRun.Running running
            ? running.job()
            : "";
    Outcome refused =
        new Outcome.Failed(
            Outcome.FailureKind.REFUSED, "10007", "Cloudflare refused.", Optional.empty());
    return driver.bot((at, by) -> SampleIncident.finished(at, by, job, refused));
  }

  static ConversationDriver waitingForLock() {
    ConversationDriver driver = ConversationDriver.rollingBack();
    LockHolder holder = new LockHolder(11, "U9", driver.now, Optional.empty(), Optional.empty());
    return driver.bot((at, by) -> new Command.LockRefused(at, by, driver.job(), holder));
  }

  private static ConversationDriver paused() {
    return ConversationDriver.rollingBack()
        .does(ACTOR, Command.Pause::new)
        .jobEnds(SampleIncident.rolledBack("v41"))
        .is(State.Paused.class);
  }

  private static ConversationDriver byHand() {
    ConversationDriver driver =
        ConversationDriver.blocked().does(SampleIncident.REQUESTER, Command.StartNextMethod::new);
    driver.surveyEnds(SampleIncident.surveyed());
    return driver.does(
        SampleIncident.APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()));
  }
}
