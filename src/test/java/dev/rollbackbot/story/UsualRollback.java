package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;

import java.util.Map;

/** The stages of a rollback that succeeds. */
public final class UsualRollback {
  private static final String CHANNEL = "inc-1-factory";

  private UsualRollback() {}

  /** Declares a HIGH incident and completes its checklist; returns the incident's channel. */
  public static String untilApproval(SandboxUsers users) {
    return untilApproval(users, "factory", 1);
  }

  /** The same with another runbook. */
  public static String untilApproval(SandboxUsers users, String runbook, int number) {
    users.types(REQUESTER, INCIDENTS, "/rollback " + runbook);
    users.submits(REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
    String channel = users.channel("inc-" + number + "-" + runbook);
    users.reads(REQUESTER, channel, "4 of 5 done");
    users.presses(REQUESTER, channel, "Done");
    users.reads(REQUESTER, channel, "Waiting for approval");
    return channel;
  }

  /** The label of the button that approves the plan. */
  public static String approve(SandboxUsers users) {
    return approve(users, users.channel(CHANNEL));
  }

  /** The same in that channel. */
  public static String approve(SandboxUsers users, String channel) {
    return new IncidentConversation(users, channel).approve();
  }

  /** Confirms every human check. */
  public static void check(SandboxUsers users, String channel) {
    users.reads(REQUESTER, channel, "*Checking*");
    int open = users.count(REQUESTER, channel, "Confirm");
    for (int left = open; left > 0; left--) {
      users.presses(APPROVER, channel, "Confirm");
      users.seesButtons(REQUESTER, channel, "Confirm", left - 1);
    }
    users.reads(REQUESTER, channel, "*Two signatures, then it is over*");
  }

  /** Requester and approver sign. */
  public static void sign(SandboxUsers users, String channel) {
    users.presses(REQUESTER, channel, "Sign “rolled back by”");
    users.reads(REQUESTER, channel, "✓ Rolled back by");
    users.presses(APPROVER, channel, "Sign “verified by”…");
    users.submits(APPROVER, Map.of());
    users.reads(REQUESTER, channel, "*Resolved after");
  }

  /** From approved to resolved. */
  static void toTheEnd(SandboxUsers users, String channel) {
    check(users, channel);
    sign(users, channel);
  }
}
