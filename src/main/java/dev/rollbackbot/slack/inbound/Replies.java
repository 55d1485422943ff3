package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.Runbooks.InvalidRunbook;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.text.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Replies to one person: short, plain, present tense. */
final class Replies {
  private static final int MAX_PROBLEMS = 5;

  private static final int MAX_ECHO = 60;

  private Replies() {}

  static String nothingOpen() {
    return "Nothing is open.";
  }

  static String noSuchIncident(IncidentId id) {
    return "There is no " + id.label() + ".";
  }

  static String whichOne(String command, String word, List<IncidentSummary> open) {
    return "More than one is open. Type `"
        + command
        + " "
        + word
        + "` in its channel:\n"
        + lines(open);
  }

  static String list(
      List<IncidentSummary> open, List<Runbook> valid, List<InvalidRunbook> invalid) {
    StringBuilder out = new StringBuilder();
    out.append(open.isEmpty() ? nothingOpen() : "*Open*\n" + lines(open));
    out.append("\n*Runbooks*");
    valid.forEach(r -> out.append("\n").append(line(r)));
    if (valid.isEmpty()) {
      out.append("\nNone can be used.");
    }
    if (!invalid.isEmpty()) {
      out.append("\n*Can't be used*");
      invalid.forEach(r -> out.append("\n").append(line(r)));
    }
    return out.toString();
  }

  private static String lines(List<IncidentSummary> open) {
    return open.stream().map(Replies::line).collect(Collectors.joining("\n"));
  }

  private static String line(IncidentSummary incident) {
    return "• "
        + incident.id().label()
        + " · "
        + Mrkdwn.escape(
            incident.runbook() + ", " + incident.environment() + " · " + incident.state())
        + incident.channelId().map(c -> " · " + channel(c)).orElse("");
  }

  private static String line(Runbook runbook) {
    return "• `"
        + Mrkdwn.escape(runbook.id())
        + "` "
        + Mrkdwn.escape(runbook.name() + " " + runbook.version())
        + " ("
        + runbook.environments().stream()
            .map(e -> Mrkdwn.escape(e.id()))
            .collect(Collectors.joining(", "))
        + ")";
  }

  private static String line(InvalidRunbook invalid) {
    String more =
        invalid.problems().size() > MAX_PROBLEMS
            ? "\n    and " + (invalid.problems().size() - MAX_PROBLEMS) + " more"
            : "";
    return "• "
        + Mrkdwn.escape(name(invalid))
        + invalid.problems().stream()
            .limit(MAX_PROBLEMS)
            .map(p ->
                p.startsWith(invalid.file())
                    ? name(invalid) + p.substring(invalid.file().length())
                    : p)
            .map(p -> "\n    " + Mrkdwn.escape(p))
            .collect(Collectors.joining())
        + more;
  }

  /** The file's name without its folder, which is not shown in Slack. */
  static String name(InvalidRunbook invalid) {
    return invalid
        .file()
        .substring(Math.max(invalid.file().lastIndexOf('/'), invalid.file().lastIndexOf('\\')) + 1);
  }

  static String alreadyOpen(IncidentId id, Optional<String> channelId) {
    return id.label()
        + " is open already for this. "
        + channelId
            .map(c -> "Go on in " + channel(c) + ".")
            .orElse("Its channel opens in a moment.");
  }

  static String alreadyOpen(IncidentId id, String environment, Optional<String> channelId) {
    return alreadyOpen(id, channelId) + " (" + Mrkdwn.escape(environment) + ")";
  }

  static String started(IncidentId id, Optional<Channel> channel) {
    return id.label()
        + " is started. "
        + channel
            .map(c -> "It goes on in " + channel(c.id()) + ".")
            .orElse("Its channel opens in a moment, and you are invited to it.");
  }

  static String cancelled(IncidentId id) {
    return id.label() + " is cancelled.";
  }

  private static String channel(String id) {
    return "<#" + id + ">";
  }

  static String unknown(String typed, Optional<String> meant, String command) {
    return "“"
        + Mrkdwn.quote(shortened(typed))
        + "” means nothing here. "
        + meant
            .map(m -> "Did you mean `" + command + " " + m + "`?")
            .orElse("`" + command + " help` shows what does.");
  }

  private static String shortened(String typed) {
    return Truncation.truncate(typed, MAX_ECHO);
  }

  static String invalidRunbook(InvalidRunbook invalid, String command) {
    return "“"
        + Mrkdwn.escape(name(invalid))
        + "” has mistakes, so it can't be used. `"
        + command
        + " list` shows them.";
  }

  static String unknownEnvironment(Runbook runbook, String typed, Optional<String> meant) {
    return Mrkdwn.escape(runbook.name())
        + " has no environment “"
        + Mrkdwn.quote(shortened(typed))
        + "”. "
        + meant
            .map(m -> "Did you mean `" + Mrkdwn.escape(m) + "`?")
            .orElse(
                "It has "
                    + runbook.environments().stream()
                        .map(e -> "`" + Mrkdwn.escape(e.id()) + "`")
                        .collect(Collectors.joining(", "))
                    + ".");
  }

  static String whichRunbook(String command, List<Runbook> all) {
    return all.isEmpty()
        ? "No runbook can be used. `" + command + " list` shows why."
        : "Which runbook? "
            + all.stream()
                .map(r -> "`" + command + " guide " + r.id() + "`")
                .collect(Collectors.joining(", "));
  }

  static String reasonRequired(String command) {
    return "Say why: `" + Mrkdwn.escape(command + " cancel <reason>") + "`";
  }

  /**
   * The text {@code unavailable} says why the caller's roles are unknown; empty: they are known.
   */
  static String help(
      String command, List<Runbook> runbooks, boolean responder, Optional<String> unavailable) {
    StringBuilder out = new StringBuilder();
    if (responder) {
      runbooks.forEach(r -> help(out, command, r.id() + " [environment]", "roll back " + r.name()));
      help(out, command, "cancel <reason>", "give the rollback up");
    }
    help(out, command, "status", "what is going on");
    help(out, command, "log", "what has happened so far");
    help(out, command, "list", "open incidents and runbooks");
    help(out, command, "guide <runbook>", "the runbook to read");
    unavailable.ifPresent(why ->
        out.append("\nWhether you may roll back is not known at the moment: ")
            .append(Mrkdwn.escape(why))
            .append("."));
    if (!responder && unavailable.isEmpty()) {
      out.append("\nOnly responders can roll back; the on-call people are among them.");
    }
    return out.toString();
  }

  private static void help(StringBuilder out, String command, String input, String what) {
    out.append(out.isEmpty() ? "" : "\n")
        .append("`")
        .append(Mrkdwn.escape(command + " " + input))
        .append("`  ")
        .append(Mrkdwn.escape(what));
  }

  static String rolesUnavailable(String why) {
    return "Slack can't say at the moment who may do this: "
        + Mrkdwn.escape(why)
        + ". Nothing was done. Try again in a minute.";
  }

  static String notStored() {
    return "Nothing was stored, so nothing happens. Try again in a minute.";
  }

  static String notShown(String why) {
    return "Slack did not open the window ("
        + Mrkdwn.escape(why)
        + "). Nothing was changed. Try again.";
  }

  static String internalError(String reference) {
    return "Something went wrong on our side. Reference " + reference + ".";
  }

  static String unknownIncident() {
    return "This is about an incident that is not known here. Nothing was changed.";
  }

  static String unknownAction() {
    return "This button no longer means anything. Nothing was changed. The panel shows what can be"
        + " done now.";
  }

  static String runbookMissing(String id) {
    return "The runbook “" + Mrkdwn.escape(id) + "” can't be used any more. Nothing was started.";
  }
}
