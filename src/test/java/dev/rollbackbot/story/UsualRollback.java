package dev.rollbackbot.story;

import static dev.rollbackbot.story.SandboxUsers.APPROVER;
import static dev.rollbackbot.story.SandboxUsers.INCIDENTS;
import static dev.rollbackbot.story.SandboxUsers.REQUESTER;

import java.util.Map;

/** The usual course of a story, in pieces. */
public final class UsualRollback {
  private static final String CHANNEL = "inc-1-factory";

  private UsualRollback() {}

  /** Declares a HIGH incident and settles the checklist; gives the incident's channel. */
  public static String untilApproval(SandboxUsers sandboxUsers) {
    sandboxUsers.types(REQUESTER, INCIDENTS, "/rollback factory");
    sandboxUsers.submits(
        REQUESTER, Map.of("description", ModalInput.text("Factory pages answer 500")));
    String channel = sandboxUsers.channel(CHANNEL);
    sandboxUsers.reads(REQUESTER, channel, "4 of 5 done");
    sandboxUsers.presses(REQUESTER, channel, "Done");
    sandboxUsers.reads(REQUESTER, channel, "Waiting for approval");
    return channel;
  }

  /** The label of the button that approves the plan. */
  public static String approve(SandboxUsers sandboxUsers) {
    String channel = sandboxUsers.channel(CHANNEL);
    for (String line : Transcript.of(sandboxUsers.messages(REQUESTER, channel)).lines().toList()) {
      int at = line.indexOf("[Approve plan");
      if (at >= 0) {
        return line.substring(at + 1, line.indexOf('?', at));
      }
    }
    throw new AssertionError("nothing to approve");
  }

  /** Confirms every human check. */
  public static void check(SandboxUsers sandboxUsers, String channel) {
    sandboxUsers.reads(REQUESTER, channel, "*Checking*");
    int open = sandboxUsers.count(REQUESTER, channel, "Confirm");
    for (int left = open; left > 0; left--) {
      sandboxUsers.presses(APPROVER, channel, "Confirm");
      sandboxUsers.seesButtons(REQUESTER, channel, "Confirm", left - 1);
    }
    sandboxUsers.reads(REQUESTER, channel, "*Two signatures, then it is over*");
  }

  /** Both sign. */
  public static void sign(SandboxUsers sandboxUsers, String channel) {
    sandboxUsers.presses(REQUESTER, channel, "Sign “rolled back by”");
    sandboxUsers.reads(REQUESTER, channel, "✓ Rolled back by");
    sandboxUsers.presses(APPROVER, channel, "Sign “verified by”…");
    sandboxUsers.submits(APPROVER, Map.of());
    sandboxUsers.reads(REQUESTER, channel, "*Resolved after");
  }

  /** From approved to resolved. */
  static void toTheEnd(SandboxUsers sandboxUsers, String channel) {
    check(sandboxUsers, channel);
    sign(sandboxUsers, channel);
  }
}
