package dev.rollbackbot.slack.inbound;

import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.escape;
import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.quote;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.RoleDirectory.NoRoles.NoRolesReason;
import dev.rollbackbot.app.Runbooks.InvalidRunbook;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentDetails;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.text.StakeholderPosts;
import dev.rollbackbot.incident.timeline.Timeline.TimelineEntry;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.view.blockkit.MentionLookup;
import dev.rollbackbot.slack.view.modal.LogModal;
import dev.rollbackbot.text.Truncation;
import dev.rollbackbot.typed.TypedReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Replies to one person: short, plain, present tense. */
final class Replies {
  private static final int MAX_PROBLEMS = 5;
  private static final int MAX_ECHO = 60;
  private static final int MAX_LOG = 3_500;

  private Replies() {}

  /** {@code hidden}: how many open ones that person may not read about. */
  static String nothingOpen(int hidden) {
    return hidden == 0
        ? "Nothing is open."
        : "Nothing is open that is shown here. "
            + hidden
            + " private, shown in their channels only.";
  }

  static String noSuchIncident(TypedReference typed) {
    return switch (typed) {
      case TypedReference.ByNumber number ->
          "There is no " + quote(Truncation.truncate(number.line(), MAX_ECHO)) + ".";
      case TypedReference.ByBareNumber(TypedReference.ByNumber number, String _) ->
          noSuchIncident(number);
      case TypedReference.ByChannel named -> channel(named.id()) + " is no incident's channel.";
    };
  }

  static String isPrivate(IncidentId id) {
    return id.label() + " is private. Ask for it in its channel; who is there can invite you.";
  }

  static String whichOne(String command, List<IncidentSummary> open) {
    return "More than one is open. Name one, such as `%s %s`:\n%s"
        .formatted(escape(command), open.getFirst().id().label(), lines(open));
  }

  static String whichToCancel(List<IncidentSummary> open) {
    return "Nothing was cancelled: more than one is open. Which one do you mean?\n" + lines(open);
  }

  static String numberOrReason(IncidentId other) {
    return "Nothing was cancelled: is the number the incident's, or does the reason begin with it?"
        + " %s is open. Which one do you mean?".formatted(other.label());
  }

  static String meantThen(IncidentId then, IncidentId now) {
    return "Nothing was cancelled: when you typed it, it meant %s, which is not open any more. Do you mean %s?"
        .formatted(then.label(), now.label());
  }

  static String typedElsewhere(IncidentId typed, IncidentId ofChannel) {
    return "Nothing was cancelled: you typed %s, and this is the channel of %s. Which one do you mean?"
        .formatted(typed.label(), ofChannel.label());
  }

  static String list(
      List<IncidentSummary> open, int allOpen, List<Runbook> valid, List<InvalidRunbook> invalid) {
    StringBuilder out = new StringBuilder();
    if (allOpen == 0) {
      out.append(nothingOpen(0));
    } else {
      out.append("*Open*");
      out.append(open.isEmpty() ? "" : "\n" + lines(open));
      int hidden = allOpen - open.size();
      out.append(hidden == 0 ? "" : "\n• " + hidden + " private, shown in their channels only");
    }
    out.append("\n*Runbooks*");
    valid.forEach(r -> out.append("\n").append(line(r)));
    if (valid.isEmpty()) {
      out.append("\nNone can be used.");
    }
    invalid(out, "\n*Can't be used*", invalid, r -> !r.earlierInUse());
    invalid(
        out,
        "\n*Changed on disk, and can't be used so*. What was read before stays in use:",
        invalid,
        InvalidRunbook::earlierInUse);
    return out.toString();
  }

  private static void invalid(
      StringBuilder out,
      String heading,
      List<InvalidRunbook> invalid,
      Predicate<InvalidRunbook> shown) {
    List<InvalidRunbook> all = invalid.stream().filter(shown).toList();
    out.append(all.isEmpty() ? "" : heading);
    all.forEach(r -> out.append("\n").append(line(r)));
  }

  private static String lines(List<IncidentSummary> open) {
    return open.stream().map(Replies::line).collect(Collectors.joining("\n"));
  }

  private static String line(IncidentSummary incident) {
    String what = incident.runbook() + ", " + incident.environment() + " · " + incident.state();
    String where = incident.channelId().map(c -> " · " + channel(c)).orElse("");
    String mark = incident.drill() ? IncidentDetails.DRILL + " " : "";
    return "• " + mark + incident.id().label() + " · " + escape(what) + where;
  }

  private static String line(Runbook runbook) {
    return "• `%s` %s (%s)"
        .formatted(
            escape(runbook.id()),
            escape(runbook.name() + " " + runbook.version()),
            joined(runbook.environments(), e -> escape(e.id())));
  }

  private static <T> String joined(List<T> items, Function<T, String> text) {
    return items.stream().map(text).collect(Collectors.joining(", "));
  }

  private static String line(InvalidRunbook invalid) {
    String more =
        invalid.problems().size() > MAX_PROBLEMS
            ? "\n    and " + (invalid.problems().size() - MAX_PROBLEMS) + " more"
            : "";
    String name = name(invalid);
    String file = invalid.file();
    return "• "
        + escape(name)
        + invalid.problems().stream()
            .limit(MAX_PROBLEMS)
            .map(p -> p.startsWith(file) ? name + p.substring(file.length()) : p)
            .map(p -> "\n    " + escape(p))
            .collect(Collectors.joining())
        + more;
  }

  /** The file's name without its folder, which is not shown in Slack. */
  static String name(InvalidRunbook invalid) {
    return invalid
        .file()
        .substring(Math.max(invalid.file().lastIndexOf('/'), invalid.file().lastIndexOf('\\')) + 1);
  }

  static String alreadyProposed(IncidentId id) {
    return "The bot proposes a rollback for this already, as "
        + id.label()
        + ". Start it or close it with the buttons below, or on its card in the incidents channel.";
  }

  static String alreadyOpen(IncidentId id, Optional<String> channelId) {
    String where =
        channelId.map(c -> "Go on in " + channel(c) + ".").orElse("Its channel opens in a moment.");
    return id.label() + " is open already for this. " + where;
  }

  static String started(IncidentDetails details) {
    return details.label()
        + " is started. "
        + details
            .channel()
            .map(c -> "It goes on in " + channel(c.id()) + ".")
            .orElse("Its channel opens in a moment, and you are invited to it.");
  }

  static String postMortem(Incident incident) {
    String where = incident.details().channel().map(c -> " in " + channel(c.id())).orElse("");
    return "A new draft of the post-mortem of %s comes as a file%s. Earlier ones stay as they are."
        .formatted(incident.details().label(), where);
  }

  /** The newest entries, as many as fit. */
  static String log(IncidentDetails details, List<TimelineEntry> log, MentionLookup mentions) {
    Deque<String> lines = new ArrayDeque<>();
    int length = 0;
    for (TimelineEntry entry : log.reversed()) {
      String line = LogModal.line(entry, mentions, details.id());
      length += line.length() + 1;
      if (length > MAX_LOG) {
        lines.addFirst("The newest " + lines.size() + " of " + log.size() + " entries:");
        break;
      }
      lines.addFirst(line);
    }
    return lines.isEmpty()
        ? "Nothing has happened in " + details.label() + " yet."
        : "*Log of " + details.label() + "*\n" + String.join("\n", lines);
  }

  static String cancelled(Incident incident) {
    return incident.details().label()
        + " is cancelled."
        + (StakeholderPosts.readReason(incident) ? " Stakeholders read the reason." : "");
  }

  private static String channel(String id) {
    return "<#" + id + ">";
  }

  static String unknown(String typed, Optional<String> meant, String command) {
    String hint =
        meant
            .map(m -> "Did you mean `" + escape(command + " " + m.replace('`', '´')) + "`?")
            .orElse("`" + escape(command) + " help` shows what does.");
    return "“" + quote(Truncation.truncate(typed, MAX_ECHO)) + "” means nothing here. " + hint;
  }

  static String invalidRunbook(InvalidRunbook invalid, String command) {
    return (invalid.earlierInUse()
            ? "“%s” was changed and has mistakes, so what was read before stays in use. `%s list`"
                + " shows them."
            : "“%s” has mistakes, so it can't be used. `%s list` shows them.")
        .formatted(escape(name(invalid)), command);
  }

  static String unknownEnvironment(Runbook runbook, String typed, Optional<String> meant) {
    String known = joined(runbook.environments(), e -> "`" + escape(e.id()) + "`");
    return "%s has no environment “%s”. %s"
        .formatted(
            escape(runbook.name()),
            quote(Truncation.truncate(typed, MAX_ECHO)),
            meant.map(m -> "Did you mean `" + escape(m) + "`?").orElse("It has " + known + "."));
  }

  static String whichRunbook(String command, List<Runbook> all) {
    return all.isEmpty()
        ? "No runbook can be used. `" + command + " list` shows why."
        : "Which runbook? " + joined(all, r -> "`" + command + " guide " + r.id() + "`");
  }

  static String reasonRequired(String command, Optional<TypedReference> named) {
    String which =
        named
            .map(typed ->
                switch (typed) {
                  case TypedReference.ByNumber number -> " " + number.line();
                  case TypedReference.ByBareNumber(TypedReference.ByNumber number, String _) ->
                      " " + number.line();
                  case TypedReference.ByChannel _ -> " INC-1";
                })
            .map(label -> Truncation.truncate(label, MAX_ECHO))
            .orElse("");
    return "Say why: `" + escape(command + " cancel" + which + " <reason>") + "`";
  }

  /** {@code why} the caller has no role or it is unknown; empty: it depends on the groups. */
  static String help(
      String command, List<Runbook> runbooks, boolean responder, Optional<String> why) {
    StringBuilder out = new StringBuilder();
    if (responder) {
      runbooks.forEach(r -> help(out, command, r.id() + " [environment]", "roll back " + r.name()));
      help(
          out,
          command,
          "cancel [INC-1] <reason>",
          "give the rollback up; stakeholders read the reason");
      help(out, command, "post-mortem [INC-1]", "a draft of the post-mortem, from the record");
    }
    help(out, command, "status [INC-1]", "what is going on");
    help(out, command, "log [INC-1]", "what has happened so far");
    help(out, command, "print [INC-1]", "the checklist on paper, for when the bot is away");
    help(out, command, "list", "open incidents and runbooks");
    if (responder) {
      help(
          out,
          command,
          "drill <runbook> [environment]",
          "rehearse it; that environment really changes");
    }
    help(out, command, "drill history [runbook]", "how the drills went");
    help(out, command, "plan <runbook> [environment]", "what a rollback would do now");
    help(out, command, "check [runbook] [environment]", "whether a rollback would work now");
    help(out, command, "guide <runbook>", "the runbook to read");
    help(out, command, "triggers [runbook]", "what the bot noticed by itself");
    why.ifPresent(w -> out.append("\n").append(w));
    if (!responder && why.isEmpty()) {
      out.append("\nOnly responders can roll back; the on-call people are among them.");
    }
    return out.toString();
  }

  private static void help(StringBuilder out, String command, String input, String what) {
    out.append(out.isEmpty() ? "`" : "\n`").append(escape(command + " " + input));
    out.append("`  ").append(escape(what));
  }

  static String rolesUnavailable(String why) {
    return "Slack can't say at the moment who may do this: %s. Nothing was done. Try again in a minute."
        .formatted(escape(why));
  }

  static String helpUnavailable(String why) {
    return "Whether you may roll back is not known at the moment: " + escape(why) + ".";
  }

  static String noRoles(NoRolesReason reason) {
    return switch (reason) {
      case GUEST -> "Guests of the workspace can't do this, unless the runbook names them.";
      case OTHER_COMPANY ->
          "People of another company can't do this, unless the runbook names them.";
      case BOT -> "Bots can't do this.";
      case DEACTIVATED -> "This account is deactivated, so it can't do this.";
      case NOT_KNOWN -> "Slack does not know you in this workspace, so you can't do this.";
    };
  }

  static String refused(NoRolesReason reason) {
    return noRoles(reason) + " Nothing was done.";
  }

  static String notStored() {
    return "Nothing was stored, so nothing happens. Try again in a minute.";
  }

  /** A repeat is decided by what is stored by then. */
  static String perhapsStored() {
    return "It isn't known whether this was stored. Look at the panel in a minute: if it isn't"
        + " there, do it again.";
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
    return "The runbook “" + escape(id) + "” can't be used any more. Nothing was started.";
  }
}
