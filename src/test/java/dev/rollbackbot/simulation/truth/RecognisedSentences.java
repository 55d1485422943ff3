package dev.rollbackbot.simulation.truth;

import java.util.List;
import java.util.stream.Stream;

/**
 * Sentences that are merely recognised: they claim nothing, or what they claim is not compared. A
 * sentence of the bot that is new and claims nothing is added here.
 */
final class RecognisedSentences {
  private RecognisedSentences() {}

  static List<Sentence> all() {
    return Stream.of(joints(), names(), instructions(), deliveries(), drills(), notCompared())
        .flatMap(List::stream)
        .map(template -> Sentence.of(template, Sentence.NOTHING))
        .toList();
  }

  /** Between other sentences, and what others say. */
  private static List<String> joints() {
    return List.of(
        ".",
        ",",
        ";",
        ":",
        "·",
        "{quote}",
        "{quote} code",
        "{quote} exit-1",
        "“{check}”",
        "<#C1>",
        "its channel");
  }

  private static List<String> names() {
    return List.of(
        "DRILL",
        "DRILL ·",
        "logs.txt",
        "By hand",
        "{inc}",
        "Shop Feature",
        "Shop Feature, as of {time}:",
        "{severity}",
        "production",
        "Rollback {method}",
        "Plan {method}",
        "{n}. {step}",
        "By hand {step}",
        "• {step}: by hand, guided",
        "Planned:",
        "Sign-off",
        "before→now",
        "@oncall",
        "@responders",
        "· Approvers: @oncall",
        "{who}",
        "Reference: {inc}",
        "Capture logs:",
        "logs.txt, {n} lines");
  }

  /** What people can or must do. */
  private static List<String> instructions() {
    return List.of(
        "The panel shows what can be done.",
        "Ask for help: Lead (#leads)",
        "Read the provider again, or change the method.",
        "Two people sign now, then the drill is over. “Rolled back by” first, then someone else"
            + " “verified by”.",
        "Two people sign now, then everybody is told. “Rolled back by” first, then someone else"
            + " “verified by”.",
        "Nobody can sign now. How it goes on is decided on the panel.",
        "Sign again in a moment.",
        "If it is not over, reopen it: “It came back…”, on the panel.",
        "Please look at it. If it came back, reopen it: “It came back…”, on the panel.",
        "Whether what was signed still holds is not known.",
        "Still watching.",
        "Roll back after all, or close it, on the panel.",
        "A person decides: waive it with a reason, count it as failed, or run it again.",
        "○ Rolled back by",
        "○ Verified by (another person)",
        "○ Verified by");
  }

  /** What became of other posts. */
  private static List<String> deliveries() {
    return List.of(
        "Slack refused a post: {quote}",
        "Stakeholders were reached: #customers",
        "The first notice to stakeholders did not reach #customers: {quote}.",
        "An update to stakeholders did not reach #customers: {quote}.",
        "The post to stakeholders about the end did not reach #customers: {quote}.",
        "It is tried again by itself; “Post again”, on the panel, tries at once. What is posted"
            + " then is what fits then.",
        "“Post again”, on the panel, posts what fits then.",
        "This was our first message. The last one says more.",
        "The conversation is in #inc-{n}-drill-shop1.",
        "The conversation is in #inc-{n}-drill-shop01.",
        "The conversation is in #inc-{n}-shop1.",
        "The conversation is in #inc-{n}-shop01.",
        "The conversation is in #inc-{n}-shop02.",
        "The conversation is in #inc-{n}-shop2.",
        "The conversation is in #inc-{n}-shop3.",
        "The conversation is in #inc-{n}-shop03.",
        "The conversation is in #inc-{n}-auto1.",
        "The conversation is in #inc-{n}-forbidden1.",
        "The conversation is in #inc-{n}-prepare1.",
        "The conversation is in #inc-{n}-propose1.",
        "The conversation is in #inc-{n}-shadow1.",
        "People were reminded.");
  }

  /** Of drills: their times and items are compared by the tests of the score. */
  private static List<String> drills() {
    return List.of(
        "A drill is on: nothing is wrong.",
        "This drill is over.",
        "{inc} is declared for the same services. It goes first: no step of this drill begins any"
            + " more, and it ends when the bot has read what became of those that it sent.",
        "{inc}, scored.",
        "{inc}, scored; it was not brought to its end.",
        "Declared at {time}.",
        "[[• ]]Ready after {duration}",
        "[[• ]]Approved after {duration}, within the goal of {duration}",
        "[[• ]]Approved after {duration}, {duration} more than the goal of {duration}",
        "[[• ]]Rolled back after {duration}",
        "[[• ]]Verified after {duration}",
        "[[• ]]Signed after {duration}",
        "[[• ]]In all after {duration}, within the goal of {duration}",
        "[[• ]]In all after {duration}, {duration} more than the goal of {duration}",
        "• Ready: not measured",
        "• Approved: not measured",
        "• Rolled back: not measured",
        "• Verified: not measured",
        "• Signed: not measured",
        "• In all: not measured",
        "Checklist {n} of {n}.",
        "Checklist {n} of {n}. Open: “Knows how”.",
        "Checklist {n} of {n}. Open: “Can roll back”.",
        "Checklist {n} of {n}. Open: “Knows how”, “Can roll back”.",
        "No part that was measured took longer than its goal.",
        "Slow approved.",
        "Slow in all.",
        "Slow approved, in all.",
        "Nobody had to be asked twice.",
        "Asked again approvers once.",
        "Asked again approvers {n} times.",
        "Asked again responders once.",
        "Asked again responders {n} times.",
        "Asked again approvers once, responders once.",
        "Asked again approvers once, responders {n} times.",
        "Asked again approvers {n} times, responders once.",
        "Asked again approvers {n} times, responders {n} times.",
        "How long each part of the drill took:",
        "ready after {duration}",
        "approved after {duration}, within the goal of {duration}",
        "approved after {duration}, {duration} more than the goal of {duration}",
        "rolled back after {duration}",
        "verified after {duration}",
        "signed after {duration}",
        "in all after {duration}, within the goal of {duration}",
        "in all after {duration}, {duration} more than the goal of {duration}",
        "Drill {n} of {n} seen",
        "○ Knows how",
        "✓ Knows how, says {who}",
        "○ Can roll back",
        "{who} ticked “Knows how”: {quote}");
  }

  /** These claim something that other comparisons cover, or that the simulation does not know. */
  private static List<String> notCompared() {
    return List.of(
        "Approval was asked for.",
        "There is no plan: {quote}",
        "There is no plan yet: {quote}",
        "There is no plan yet. {quote}",
        "The steps are over; waiting for it to spread.",
        "The wait is over; checking.",
        "◐ asking the provider what is live",
        "◐ not made yet",
        "✗ {quote}",
        "{service} {quote}",
        "API API has no version to propose.",
        "Site Site has no version to propose.",
        "Not undone: Data stays.",
        "and {n} more",
        "– and {n} more are passed over",
        "Live:",
        "Checking again.",
        "Checking again; what people confirmed is asked for again too.",
        "Checking again; what people confirmed is asked for again too, and so is what was waived:",
        "The second signature does not count yet.",
        "The signature “verified by” does not count:",
        "A check was waived after it was given.",
        "What was signed has changed since it was given.",
        "Who gave it has become involved in this incident since.",
        "What was done, and what is live as far as is known:",
        "What is known",
        "{step} What is known",
        "The provider gave no answer that can be relied on. The last one: {quote}",
        "{who} changed a target.",
        "Cancelled. {quote}",
        "Cancelled after some of it had been done. {quote}",
        "Cancelled; some of it may have been done. {quote}",
        "Seen Error rate above 1 %",
        "Seen Error rate above 1 %: Orders fail with <!channel> 500",
        "Review {time}",
        "Post-mortem on {time}",
        "{time} {time} not yet",
        "{time} {time} {time}");
  }
}
