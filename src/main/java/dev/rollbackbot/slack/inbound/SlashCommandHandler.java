package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.inbound.CommandSubmitter.NotSubmitted;
import dev.rollbackbot.slack.inbound.CommandSubmitter.SubmissionResult;
import dev.rollbackbot.slack.inbound.CommandSubmitter.Submitted;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.RunbookModal;
import dev.rollbackbot.slack.view.panel.Panel;
import dev.rollbackbot.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Handles the slash command. Only the person who typed it sees the replies. */
record SlashCommandHandler(HandlerContext context) {
  private static final List<String> WORDS =
      List.of("status", "log", "list", "cancel", "guide", "help");

  /** The reply; empty: a modal has opened. */
  Optional<SlashReply> handle(SlashCommandInput input) {
    return input.word().equals("cancel") && context.runbooks().find("cancel").isEmpty()
        ? Optional.of(cancel(input))
        : text(input).map(SlashReply::of);
  }

  private Optional<String> text(SlashCommandInput input) {
    Optional<Runbook> runbook = context.runbooks().find(input.word());
    if (runbook.isPresent()) {
      return declare(input, runbook.get());
    }
    return switch (input.word()) {
      case "", "help" -> Optional.of(help(input));
      case "status" -> Optional.of(read(input, i -> status(input, i)));
      case "log" -> Optional.of(read(input, this::log));
      case "list" ->
          Optional.of(
              Replies.list(
                  context.openFor(input),
                  context.store().openIncidents().size(),
                  context.runbooks().all(),
                  context.runbooks().invalid()));
      case "guide" -> guide(input);
      default -> Optional.of(unknown(input));
    };
  }

  private Optional<String> declare(SlashCommandInput input, Runbook runbook) {
    Optional<String> typed =
        Optional.of(input.argument().toLowerCase(Locale.ROOT)).filter(t -> !t.isEmpty());
    List<String> known = runbook.environments().stream().map(Environment::id).toList();
    if (typed.isPresent() && !known.contains(typed.get())) {
      return Optional.of(
          Replies.unknownEnvironment(
              runbook, typed.get(), Suggestions.closest(typed.get(), known)));
    }
    String environment = typed.orElse(known.getFirst());
    Optional<IncidentSummary> open =
        context.store().openIncidents().stream()
            .filter(s -> s.runbook().equals(runbook.id()) && s.environment().equals(environment))
            .findFirst();
    if (open.isPresent()) {
      return Optional.of(Replies.alreadyOpen(open.get().id(), environment, open.get().channelId()));
    }
    DeclareModal.DeclareForm declareForm =
        DeclareModal.fresh(
            runbook, Optional.of(environment), input.channel(), input.person(), input.at());
    return shown(
        context.interactiveApi().open(input.trigger(), DeclareModal.view(runbook, declareForm)));
  }

  private Optional<String> guide(SlashCommandInput input) {
    List<Runbook> all = context.runbooks().all();
    String typed = input.argument().toLowerCase(Locale.ROOT);
    Optional<Runbook> runbook =
        typed.isEmpty() && all.size() == 1
            ? Optional.of(all.getFirst())
            : context.runbooks().find(typed);
    if (runbook.isPresent()) {
      return shown(
          context.interactiveApi().open(input.trigger(), RunbookModal.view(runbook.get())));
    }
    if (typed.isEmpty()) {
      return Optional.of(Replies.whichRunbook(input.command(), all));
    }
    return invalidRunbook(input, typed)
        .or(() ->
            Optional.of(
                Replies.unknown(
                    typed,
                    Suggestions.closest(typed, all.stream().map(Runbook::id).toList())
                        .map(id -> "guide " + id),
                    input.command())));
  }

  private static Optional<String> shown(SlackResult<Boolean> opened) {
    return opened instanceof CallFailed<Boolean> failed
        ? Optional.of(Replies.notShown(failed.error().why()))
        : Optional.empty();
  }

  private static String status(SlashCommandInput input, Incident incident) {
    String where =
        incident
            .details()
            .channel()
            .filter(c -> !c.id().equals(input.channel()))
            .map(c -> "\n<#" + c.id() + ">")
            .orElse("");
    return Panel.text(incident, input.at()) + where;
  }

  private String log(Incident incident) {
    IncidentId id = incident.details().id();
    return Replies.log(id, Timeline.of(context.store().events(id)), context.mentions());
  }

  /** Reading the wrong incident does no harm: what is typed counts, and one that is alone is it. */
  private String read(SlashCommandInput input, Function<Incident, String> reply) {
    return switch (NamedIncident.of(input, context)) {
      case NamedIncident.ThisOne(Incident incident) -> about(incident, reply);
      case NamedIncident.TheOnlyOpen(Incident incident) -> about(incident, reply);
      case NamedIncident.TypedElsewhere(Incident typed, Incident _) -> about(typed, reply);
      case NamedIncident.SeveralOpen(List<IncidentSummary> open) ->
          Replies.whichOne(input.command() + " " + input.word(), open);
      case NamedIncident.NothingOpen _ -> Replies.nothingOpen();
      case NamedIncident.NotThere(String typed) -> Replies.noSuchIncident(typed);
      case NamedIncident.NotForThem(Incident incident) -> Replies.isPrivate(incident.id());
    };
  }

  private static <T> T about(Incident incident, Function<Incident, T> reply) {
    MDC.put("incident", incident.id().label());
    return reply.apply(incident);
  }

  /** Changes only what was named, or what is the only one, and then says which one that was. */
  private SlashReply cancel(SlashCommandInput input) {
    String reason = input.argumentAfterLabel();
    if (reason.isEmpty()) {
      return SlashReply.of(Replies.reasonRequired(input.command(), input.label()));
    }
    return switch (NamedIncident.of(input, context)) {
      case NamedIncident.ThisOne(Incident incident) ->
          about(incident, i -> cancel(input, i, reason));
      case NamedIncident.TheOnlyOpen(Incident incident) ->
          about(incident, i -> cancel(input, i, reason));
      case NamedIncident.TypedElsewhere(Incident typed, Incident ofChannel) ->
          SlashReply.askWhichToCancel(
              Replies.typedElsewhere(typed.id(), ofChannel.id()),
              List.of(typed.id(), ofChannel.id()),
              reason);
      case NamedIncident.SeveralOpen(List<IncidentSummary> open) ->
          SlashReply.askWhichToCancel(
              Replies.whichToCancel(open), open.stream().map(IncidentSummary::id).toList(), reason);
      case NamedIncident.NothingOpen _ -> SlashReply.of(Replies.nothingOpen());
      case NamedIncident.NotThere(String typed) -> SlashReply.of(Replies.noSuchIncident(typed));
      case NamedIncident.NotForThem(Incident incident) ->
          SlashReply.of(Replies.isPrivate(incident.id()));
    };
  }

  private SlashReply cancel(SlashCommandInput input, Incident incident, String reason) {
    SubmissionResult result =
        CommandSubmitter.submit(
            context,
            input.person(),
            incident,
            "slash:" + input.trigger(),
            actor -> new Command.Cancel(input.at(), actor, reason));
    return switch (result) {
      case Submitted _ -> SlashReply.of(Replies.cancelled(incident.id()));
      case NotSubmitted refusal -> new SlashReply(refusal.text(), refusal.blocks());
    };
  }

  private String help(SlashCommandInput input) {
    List<Runbook> runbooks = context.runbooks().all();
    RoleDirectory.NoRoles.@Nullable NoRolesReason noRoles = null;
    for (Environment environment :
        runbooks.stream().flatMap(r -> r.environments().stream()).toList()) {
      switch (context.roles().roles(input.person(), environment)) {
        case RoleDirectory.KnownRoles known when known.roles().isEmpty() -> {}
        case RoleDirectory.KnownRoles _ -> {
          return Replies.help(input.command(), runbooks, true, Optional.empty());
        }
        case RoleDirectory.NoRoles(RoleDirectory.NoRoles.NoRolesReason reason) -> noRoles = reason;
        case RoleDirectory.RolesUnavailable(String why) -> {
          return Replies.help(
              input.command(), runbooks, false, Optional.of(Replies.helpUnavailable(why)));
        }
      }
    }
    return Replies.help(
        input.command(), runbooks, false, Optional.ofNullable(noRoles).map(Replies::noRoles));
  }

  /** An invalid runbook has no id: its file name is compared. */
  private Optional<String> invalidRunbook(SlashCommandInput input, String typed) {
    return context.runbooks().invalid().stream()
        .filter(r -> Replies.name(r).replaceFirst("\\.ya?ml$", "").equals(typed))
        .findFirst()
        .map(r -> Replies.invalidRunbook(r, input.command()));
  }

  private String unknown(SlashCommandInput input) {
    List<String> known = new ArrayList<>(WORDS);
    context.runbooks().all().forEach(r -> known.add(r.id()));
    return invalidRunbook(input, input.word())
        .orElseGet(() ->
            Replies.unknown(
                input.word(), Suggestions.closest(input.word(), known), input.command()));
  }
}
