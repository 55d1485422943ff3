package dev.rollbackbot.story;

import static dev.rollbackbot.story.People.APPROVER;
import static dev.rollbackbot.story.People.INCIDENTS;
import static dev.rollbackbot.story.People.REQUESTER;

import java.util.Map;

/** The usual course of a story, in pieces. */
public final class Story {
  private static final String CHANNEL = "inc-1-factory";

  private Story() {}

  /** Declares a HIGH incident and settles the checklist; gives the incident's channel. */
  public static String untilApproval(People people) {
    people.types(REQUESTER, INCIDENTS, "/rollback factory");
    people.submits(REQUESTER, Map.of("description", Forms.text("Factory pages answer 500")));
    String channel = people.channel(CHANNEL);
    people.reads(REQUESTER, channel, "4 of 5 done");
    people.presses(REQUESTER, channel, "Done");
    people.reads(REQUESTER, channel, "Waiting for approval");
    return channel;
  }

  /** The label of the button that approves the plan. */
  public static String approve(People people) {
    String channel = people.channel(CHANNEL);
    for (String line : Transcript.of(people.messages(REQUESTER, channel)).lines().toList()) {
      int at = line.indexOf("[Approve plan");
      if (at >= 0) {
        return line.substring(at + 1, line.indexOf('?', at));
      }
    }
    throw new AssertionError("nothing to approve");
  }

  /** Confirms every human check. */
  public static void check(People people, String channel) {
    people.reads(REQUESTER, channel, "*Checking*");
    int open = people.count(REQUESTER, channel, "Confirm");
    for (int left = open; left > 0; left--) {
      people.presses(APPROVER, channel, "Confirm");
      people.seesButtons(REQUESTER, channel, "Confirm", left - 1);
    }
    people.reads(REQUESTER, channel, "*Two signatures, then it is over*");
  }

  /** Both sign. */
  public static void sign(People people, String channel) {
    people.presses(REQUESTER, channel, "Sign “rolled back by”");
    people.reads(REQUESTER, channel, "✓ Rolled back by");
    people.presses(APPROVER, channel, "Sign “verified by”…");
    people.submits(APPROVER, Map.of());
    people.reads(REQUESTER, channel, "*Resolved after");
  }

  /** From approved to resolved. */
  static void toTheEnd(People people, String channel) {
    check(people, channel);
    sign(people, channel);
  }
}
