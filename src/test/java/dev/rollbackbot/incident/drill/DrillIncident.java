package dev.rollbackbot.incident.drill;

import static dev.rollbackbot.incident.SampleIncident.APPROVER;
import static dev.rollbackbot.incident.SampleIncident.REQUESTER;

import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.ConversationDriver;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.incident.Effect;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.SampleIncident;
import dev.rollbackbot.incident.SmallRunbook;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.verification.ProbeResult.Verdict;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import java.time.Duration;

/** Drills of the sample's runbook. */
public final class DrillIncident {
  private static final Channel OWN = new Channel("C12", "inc-12-drill-shop", true);

  /** The sample's only environment, whatever its name says, is one in which drills are allowed. */
  public static ConversationDriver declared(Runbook runbook) {
    Declaration declaration = SmallRunbook.drill(SampleIncident.declaration(true, Severity.HIGH));
    return new ConversationDriver()
        .does(
            REQUESTER,
            (at, by) -> new Command.Declare(at, by, new IncidentId(12), runbook, declaration));
  }

  public static ConversationDriver opened() {
    return declared(SmallRunbook.drilled(SampleIncident.runbook()))
        .bot((at, by) -> new Command.ChannelOpened(at, by, OWN));
  }

  public static ConversationDriver awaitingApproval() {
    return opened()
        .surveyEnds(SampleIncident.surveyed())
        .does(REQUESTER, (at, by) -> new Command.ConfirmItem(at, by, "screenshot", ""))
        .is(State.AwaitingApproval.class);
  }

  public static ConversationDriver rollingBack(ConversationDriver driver) {
    return driver
        .does(APPROVER, (at, by) -> new Command.Approve(at, by, driver.plan().hash()))
        .is(State.RollingBack.class);
  }

  public static ConversationDriver resolved(ConversationDriver driver) {
    rollingBack(driver)
        .jobEnds(SampleIncident.rolledBack("v41"))
        .jobEnds(SampleIncident.rolledBack("7ab1"))
        .is(State.Propagating.class);
    driver.now = driver.now.plus(Duration.ofMinutes(2));
    return driver
        .bot((at, by) -> new Command.TimerFired(at, by, Effect.Timer.PROPAGATION))
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .probes(Verdict.PASSED)
        .confirms(APPROVER, "smoke")
        .signsRolledBack(REQUESTER)
        .signsVerified(APPROVER)
        .liveIsRead("v41", "7ab1")
        .is(State.Resolved.class);
  }

  private DrillIncident() {}
}
