package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.slack.inbound.CommandSubmitter.NotSubmitted;
import dev.rollbackbot.slack.inbound.CommandSubmitter.SubmissionResult;
import dev.rollbackbot.slack.inbound.CommandSubmitter.Submitted;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import dev.rollbackbot.typed.TypedReference;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.MDC;

/** Handles the word that cancels a rollback, the only one that changes an incident. */
record CancelWord(HandlerContext context) {
  /** Changes only what was named, or what is the only one, and then says which one that was. */
  SlashReply handle(SlashCommandInput input, WordTyped typed) {
    if (typed.rest().isEmpty()) {
      String text = Replies.reasonRequired(input.command(), typed.incident());
      List<IncidentId> ids = meant(NamedIncident.of(typed.incident(), input, context));
      return ids.isEmpty() ? SlashReply.of(text) : SlashReply.askWhichToCancel(text, ids, "");
    }
    if (typed.incident().orElse(null)
        instanceof TypedReference.ByBareNumber(TypedReference.ByNumber number, String reason)) {
      return cancelOrAsk(input, number, reason);
    }
    return cancel(input, NamedIncident.of(typed.incident(), input, context), typed.rest());
  }

  /** A number alone begins the reason, unless it could be another incident's. */
  private SlashReply cancelOrAsk(
      SlashCommandInput input, TypedReference.ByNumber number, String reason) {
    NamedIncident named = NamedIncident.of(input, context);
    List<IncidentId> ids = meant(named);
    Optional<IncidentId> other =
        context.openFor(input).stream()
            .map(IncidentSummary::id)
            .filter(id -> number.number().filter(n -> n == id.number()).isPresent())
            .filter(id -> !ids.contains(id))
            .findFirst();
    return other
        .map(id ->
            SlashReply.askWhichToCancel(
                Replies.numberOrReason(id),
                Stream.concat(Stream.of(id), ids.stream()).toList(),
                reason))
        .orElseGet(() -> cancel(input, named, reason));
  }

  private static List<IncidentId> meant(NamedIncident named) {
    return switch (named) {
      case NamedIncident.ThisOne(Incident incident) -> List.of(incident.id());
      case NamedIncident.TheOnlyOpen(Incident incident) -> List.of(incident.id());
      case NamedIncident.TypedElsewhere(Incident typed, Incident ofChannel) ->
          List.of(typed.id(), ofChannel.id());
      case NamedIncident.SeveralOpen(List<IncidentSummary> open) ->
          open.stream().map(IncidentSummary::id).toList();
      case NamedIncident.NothingOpen _, NamedIncident.NotThere _, NamedIncident.NotForThem _ ->
          List.of();
    };
  }

  private SlashReply cancel(SlashCommandInput input, NamedIncident named, String reason) {
    return switch (named) {
      case NamedIncident.ThisOne(Incident incident) -> cancel(input, incident, reason);
      case NamedIncident.TheOnlyOpen(Incident incident) -> cancel(input, incident, reason);
      case NamedIncident.TypedElsewhere(Incident typed, Incident ofChannel) ->
          SlashReply.askWhichToCancel(
              Replies.typedElsewhere(typed.id(), ofChannel.id()), meant(named), reason);
      case NamedIncident.SeveralOpen(List<IncidentSummary> open) ->
          SlashReply.askWhichToCancel(Replies.whichToCancel(open), meant(named), reason);
      case NamedIncident.NothingOpen(int hidden) -> SlashReply.of(Replies.nothingOpen(hidden));
      case NamedIncident.NotForThem(Incident incident) ->
          SlashReply.of(Replies.isPrivate(incident.id()));
      case NamedIncident.NotThere(TypedReference typed) -> {
        List<IncidentId> open = context.openFor(input).stream().map(IncidentSummary::id).toList();
        String text = Replies.noSuchIncident(typed);
        yield open.isEmpty()
            ? SlashReply.of(text)
            : SlashReply.askWhichToCancel(text + " Nothing was cancelled.", open, reason);
      }
    };
  }

  /** What was typed a while ago cancels no other one than it meant then. */
  private SlashReply cancel(SlashCommandInput input, Incident incident, String reason) {
    Optional<IncidentId> then = context.mode().about().filter(id -> !id.equals(incident.id()));
    if (then.isPresent()) {
      return SlashReply.askWhichToCancel(
          Replies.meantThen(then.get(), incident.id()), List.of(incident.id()), reason);
    }
    MDC.put("incident", incident.id().label());
    SubmissionResult result =
        CommandSubmitter.submit(
            context,
            input.person(),
            incident,
            "slash:" + input.trigger(),
            Optional.empty(),
            actor -> new Command.Cancel(input.at(), actor, reason));
    return switch (result) {
      case Submitted _ -> SlashReply.of(Replies.cancelled(incident));
      case NotSubmitted refusal -> new SlashReply(refusal.text(), refusal.blocks());
    };
  }
}
