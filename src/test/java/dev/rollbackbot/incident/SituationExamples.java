package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One conversation for each situation that people meet. */
public final class SituationExamples {
  static final Actor ANYBODY = new Actor("U9", Set.of(Role.RESPONDER, Role.APPROVER));

  private SituationExamples() {}

  /** The incidents, by what they are called in the tables. */
  public static Map<String, Incident> incidents() {
    Map<String, Incident> out = new LinkedHashMap<>();
    all().forEach((name, play) -> play.get().incident.ifPresent(i -> out.put(name, i)));
    return out;
  }

  static Map<String, Supplier<ConversationDriver>> all() {
    Map<String, Supplier<ConversationDriver>> out = new LinkedHashMap<>();
    out.put("None", ConversationDriver::new);
    out.put("Monitoring", () -> new ConversationDriver().declared(false, Severity.HIGH));
    out.put("Preparing (surveying)", () -> new ConversationDriver().declared(true, Severity.HIGH));
    out.put("AwaitingApproval (HIGH)", ConversationDriver::awaitingApproval);
    out.put("AwaitingApproval (CRITICAL)", SituationExamples::critical);
    out.put("RollingBack", ConversationDriver::rollingBack);
    out.put("RollingBack (by hand)", SituationExamples::byHand);
    out.put("Paused", SituationExamples::paused);
    out.put("Blocked (failed)", ConversationDriver::blocked);
    out.put("Blocked (unknown)", ConversationDriver::unknown);
    out.put("Propagating", ConversationDriver::propagating);
    out.put("Verifying", ConversationDriver::verifying);
    out.put("AwaitingSignOff", ConversationDriver::awaitingSignOff);
    out.put(
        "AwaitingSignOff (one signature)",
        () ->
            ConversationDriver.awaitingSignOff()
                .does(SampleIncident.REQUESTER, Command.SignRolledBack::new));
    out.put("Resolved", ConversationDriver::resolved);
    out.put(
        "Closed",
        () ->
            new ConversationDriver()
                .declared(false, Severity.HIGH)
                .does(
                    ANYBODY,
                    (at, by) -> new Command.Close(at, by, CloseReason.FALSE_ALARM, "noise")));
    out.put(
        "Cancelled",
        () ->
            ConversationDriver.blocked()
                .does(ANYBODY, (at, by) -> new Command.Cancel(at, by, "enough")));
    return out;
  }

  private static ConversationDriver critical() {
    return new ConversationDriver()
        .declared(true, Severity.CRITICAL)
        .bot((at, by) -> SampleIncident.finished(at, by, "INC-12/1", SampleIncident.surveyed()));
  }

  private static ConversationDriver paused() {
    return ConversationDriver.rollingBack()
        .does(ANYBODY, Command.Pause::new)
        .jobEnds(SampleIncident.rolledBack("v41"))
        .is(State.Paused.class);
  }

  private static ConversationDriver byHand() {
    ConversationDriver conversationDriver =
        ConversationDriver.blocked().does(SampleIncident.REQUESTER, Command.StartNextMethod::new);
    String job =
        ((State.Surveying) ((State.Preparing) conversationDriver.state()).planning()).job();
    conversationDriver.bot(
        (at, by) -> SampleIncident.finished(at, by, job, SampleIncident.surveyed()));
    return conversationDriver.does(
        SampleIncident.APPROVER,
        (at, by) -> new Command.Approve(at, by, conversationDriver.plan().hash()));
  }
}
