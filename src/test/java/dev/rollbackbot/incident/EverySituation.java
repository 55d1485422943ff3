package dev.rollbackbot.incident;

import dev.rollbackbot.runbook.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One conversation for each situation that people meet. */
public final class EverySituation {
  static final Actor ANYBODY = new Actor("U9", Set.of(Role.RESPONDER, Role.APPROVER));

  private EverySituation() {}

  /** The incidents, by what they are called in the tables. */
  public static Map<String, Incident> incidents() {
    Map<String, Incident> out = new LinkedHashMap<>();
    all().forEach((name, play) -> play.get().incident.ifPresent(i -> out.put(name, i)));
    return out;
  }

  static Map<String, Supplier<Play>> all() {
    Map<String, Supplier<Play>> out = new LinkedHashMap<>();
    out.put("None", Play::new);
    out.put("Monitoring", () -> new Play().declared(false, Severity.HIGH));
    out.put("Preparing (surveying)", () -> new Play().declared(true, Severity.HIGH));
    out.put("AwaitingApproval (HIGH)", Play::awaitingApproval);
    out.put("AwaitingApproval (CRITICAL)", EverySituation::critical);
    out.put("RollingBack", Play::rollingBack);
    out.put("RollingBack (by hand)", EverySituation::byHand);
    out.put("Paused", EverySituation::paused);
    out.put("Blocked (failed)", Play::blocked);
    out.put("Blocked (unknown)", Play::unknown);
    out.put("Propagating", Play::propagating);
    out.put("Verifying", Play::verifying);
    out.put("AwaitingSignOff", Play::awaitingSignOff);
    out.put(
        "AwaitingSignOff (one signature)",
        () -> Play.awaitingSignOff().does(Sample.REQUESTER, Command.SignRolledBack::new));
    out.put("Resolved", Play::resolved);
    out.put(
        "Closed",
        () ->
            new Play()
                .declared(false, Severity.HIGH)
                .does(ANYBODY, (at, by) -> new Command.Close(at, by, Ending.FALSE_ALARM, "noise")));
    out.put(
        "Cancelled",
        () -> Play.blocked().does(ANYBODY, (at, by) -> new Command.Cancel(at, by, "enough")));
    return out;
  }

  private static Play critical() {
    return new Play()
        .declared(true, Severity.CRITICAL)
        .bot((at, by) -> Sample.finished(at, by, "INC-12/1", Sample.surveyed()));
  }

  private static Play paused() {
    return Play.rollingBack()
        .does(ANYBODY, Command.Pause::new)
        .jobEnds(Sample.rolledBack("v41"))
        .is(State.Paused.class);
  }

  private static Play byHand() {
    Play p = Play.blocked().does(Sample.REQUESTER, Command.NextMethod::new);
    String job = ((State.Surveying) ((State.Preparing) p.state()).planning()).job();
    p.bot((at, by) -> Sample.finished(at, by, job, Sample.surveyed()));
    return p.does(Sample.APPROVER, (at, by) -> new Command.Approve(at, by, p.plan().hash()));
  }
}
