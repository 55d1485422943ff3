package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentCommands;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.RichText;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What became of a person's wish, as that person is told. */
final class CommandSubmitter {
  private CommandSubmitter() {}

  /** What a handler answers. */
  sealed interface SubmissionResult {}

  /** It is stored. */
  record Submitted(IncidentCommands.Committed committed) implements SubmissionResult {}

  /**
   * Nothing changed.
   *
   * @param plain the same without markup, for a modal's fields
   */
  record NotSubmitted(String text, String plain) implements SubmissionResult {
    static NotSubmitted of(String text) {
      return new NotSubmitted(text, text);
    }
  }

  /** Finds the caller's roles first; nothing is done for people that nobody can vouch for. */
  static SubmissionResult submit(
      HandlerContext context,
      String person,
      Environment environment,
      Function<Actor, IncidentCommands.CommandResult> action) {
    return switch (context.roleDirectory().roles(person, environment)) {
      case RoleDirectory.RolesUnavailable(String why) ->
          NotSubmitted.of(Replies.rolesUnavailable(why));
      case RoleDirectory.KnownRoles knownRoles ->
          toResult(context, action.apply(new Actor(person, knownRoles.roles())));
    };
  }

  private static SubmissionResult toResult(
      HandlerContext context, IncidentCommands.CommandResult result) {
    return switch (result) {
      case IncidentCommands.Committed committed -> new Submitted(committed);
      case IncidentCommands.Refused refused -> rejected(context, refused.text());
      case IncidentCommands.AlreadyOpen open ->
          NotSubmitted.of(Replies.alreadyOpen(open.incident(), open.channel().map(Channel::id)));
      case IncidentCommands.NotStored _ -> NotSubmitted.of(Replies.notStored());
    };
  }

  /** A refusal never links to a log, so that any incident's id will do. */
  private static NotSubmitted rejected(HandlerContext context, RichText text) {
    String drawn = Mrkdwn.render(text, context.mentions(), new IncidentId(1));
    return new NotSubmitted(drawn, plainText(text));
  }

  private static String plainText(RichText text) {
    List<RichText.Span> spans =
        text.spans().stream()
            .map(span ->
                span.kind() == RichText.SpanKind.PERSON
                    ? new RichText.Span(RichText.SpanKind.TEXT, "that person", "")
                    : span)
            .toList();
    return Optional.of(new RichText(spans).plainText())
        .filter(t -> !t.isBlank())
        .orElse("Not now.");
  }
}
