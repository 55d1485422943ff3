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
import dev.rollbackbot.slack.inbound.CommandSubmitter.NotSubmitted;
import dev.rollbackbot.slack.inbound.CommandSubmitter.SubmissionResult;
import dev.rollbackbot.slack.inbound.CommandSubmitter.Submitted;
import dev.rollbackbot.slack.inbound.preview.DrillHistory;
import dev.rollbackbot.slack.inbound.preview.DrillWord;
import dev.rollbackbot.slack.inbound.preview.DrillWord.DrillAnswer;
import dev.rollbackbot.slack.inbound.trigger.TriggersWord;
import dev.rollbackbot.slack.inbound.trigger.TriggersWord.TriggersAnswer;
import dev.rollbackbot.slack.view.action.TypedLine;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.RunbookModal;
import dev.rollbackbot.slack.view.panel.Panel;
import dev.rollbackbot.typed.CommandWord;
import dev.rollbackbot.typed.TypedCommand;
import dev.rollbackbot.typed.TypedCommand.EnvironmentUnknown;
import dev.rollbackbot.typed.TypedCommand.NotUnderstood;
import dev.rollbackbot.typed.TypedCommand.RunbookTyped;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import dev.rollbackbot.typed.TypedReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Handles the slash command. Only the person who typed it sees the replies. */
record SlashCommandHandler(HandlerContext context) {
  /** The reply; empty: a modal has opened. */
  Optional<SlashReply> handle(SlashCommandInput input) {
    return switch (input.typed()) {
      case WordTyped typed -> word(input, typed);
      case RunbookTyped typed -> declare(input, typed, false);
      case EnvironmentUnknown typed -> Optional.of(unknown(input, typed));
      case NotUnderstood typed -> Optional.of(unknown(input, typed));
    };
  }

  private Optional<SlashReply> word(SlashCommandInput input, WordTyped typed) {
    return switch (typed.word()) {
      case HELP -> Optional.of(SlashReply.of(help(input)));
      case STATUS -> Optional.of(read(input, typed, i -> status(input, i)));
      case LOG -> Optional.of(read(input, typed, this::log));
      case PRINT -> Optional.of(read(input, typed, incident -> print(input, incident)));
      case POST_MORTEM -> Optional.of(read(input, typed, incident -> postMortem(input, incident)));
      case CANCEL -> Optional.of(new CancelWord(context).handle(input, typed));
      case PLAN -> Optional.of(new PreviewWords(context).plan(input, typed));
      case CHECK -> Optional.of(new PreviewWords(context).check(input, typed));
      case GUIDE -> guide(input, typed);
      case DRILL -> drill(input, typed);
      case TRIGGERS -> {
        TriggersAnswer answer =
            new TriggersWord(context.triggers(), context.runbooks(), context.roles())
                .answer(input.person(), typed.rest(), input.at());
        yield Optional.of(SlashReply.of(answer.text()).offering(input.command(), answer.lines()));
      }
      case LIST ->
          Optional.of(
              SlashReply.of(
                  Replies.list(
                      context.openFor(input),
                      context.store().openIncidents().size(),
                      context.runbooks().all(),
                      context.runbooks().invalid())));
    };
  }

  private Optional<SlashReply> drill(SlashCommandInput input, WordTyped typed) {
    DrillWord word =
        new DrillWord(context.runbooks(), new DrillHistory(context.store(), context.mentions()));
    return switch (word.answer(
        typed.rest(), drill -> HandlerContext.mayRead(drill, input.person(), input.channel()))) {
      case DrillAnswer.OpensForm(RunbookTyped opened) -> declare(input, opened, true);
      case DrillAnswer.DrillReply(String text, List<TypedCommand> lines) ->
          Optional.of(SlashReply.of(text).offering(input.command(), lines));
    };
  }

  private Optional<SlashReply> declare(SlashCommandInput input, RunbookTyped typed, boolean drill) {
    Optional<Runbook> found = context.runbooks().find(typed.runbook());
    if (found.isEmpty()) {
      return Optional.of(SlashReply.of(Replies.runbookMissing(typed.runbook())));
    }
    Runbook runbook = found.get();
    String environment = typed.environment().orElse(runbook.environments().getFirst().id());
    Optional<IncidentSummary> open =
        context.store().openIncidents().stream()
            .filter(s -> s.runbook().equals(runbook.id()) && s.environment().equals(environment))
            .filter(s -> drill || !s.drill())
            .findFirst();
    if (open.isPresent()) {
      NotSubmitted refusal =
          context.alreadyOpen(
              open.get().id(), open.get().channelId(), " (" + Mrkdwn.escape(environment) + ")");
      return Optional.of(new SlashReply(refusal.text(), refusal.blocks()));
    }
    DeclareModal.DeclareForm declareForm =
        DeclareModal.fresh(
            runbook, Optional.of(environment), input.channel(), input.person(), input.at(), drill);
    return shown(
        input,
        context.interactiveApi().open(input.trigger(), DeclareModal.view(runbook, declareForm)));
  }

  private Optional<SlashReply> guide(SlashCommandInput input, WordTyped typed) {
    List<Runbook> all = context.runbooks().all();
    Optional<Runbook> runbook =
        typed.rest().isEmpty() && all.size() == 1
            ? Optional.of(all.getFirst())
            : context.runbooks().find(typed.rest());
    if (runbook.isPresent()) {
      return shown(
          input, context.interactiveApi().open(input.trigger(), RunbookModal.view(runbook.get())));
    }
    List<TypedCommand> each =
        all.stream()
            .<TypedCommand>map(r -> new WordTyped(CommandWord.GUIDE, Optional.empty(), r.id()))
            .toList();
    return Optional.of(
        SlashReply.of(Replies.whichRunbook(input.command(), all)).offering(input.command(), each));
  }

  /** In the background: after so long Slack may not take the reply to the command any more. */
  private Optional<SlashReply> shown(SlashCommandInput input, SlackResult<String> opened) {
    UnopenedWindow.reply(opened, TypedLine.button(input.command(), input.typed()))
        .ifPresent(reply -> context.ephemeral().send(input.replyTarget(), reply));
    return Optional.empty();
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

  /** The upload takes longer than Slack waits. */
  private String print(SlashCommandInput input, Incident incident) {
    return context
            .answers()
            .start(
                () -> context.previews().print(incident), context.ephemeral(), input.replyTarget())
        ? "Printing the checklist of " + incident.details().label() + " as it is now."
        : "Others are being printed. Try again in a minute.";
  }

  /** A draft is an event of the incident: who asked for it is on record. */
  private String postMortem(SlashCommandInput input, Incident incident) {
    SubmissionResult result =
        CommandSubmitter.submit(
            context,
            input.person(),
            incident,
            "slash:" + input.trigger(),
            Optional.empty(),
            actor -> new Command.DraftPostMortem(input.at(), actor));
    return switch (result) {
      case Submitted _ -> Replies.postMortem(incident);
      case NotSubmitted refusal -> refusal.text();
    };
  }

  private String log(Incident incident) {
    IncidentId id = incident.details().id();
    return Replies.log(
        incident.details(), Timeline.of(context.store().events(id)), context.mentions());
  }

  /** Reading the wrong incident does no harm: what is typed counts, and one that is alone is it. */
  private SlashReply read(
      SlashCommandInput input, WordTyped typed, Function<Incident, String> reply) {
    return switch (NamedIncident.of(typed.incident(), input, context)) {
      case NamedIncident.ThisOne(Incident incident) -> SlashReply.of(about(incident, reply));
      case NamedIncident.TheOnlyOpen(Incident incident) -> SlashReply.of(about(incident, reply));
      case NamedIncident.TypedElsewhere(Incident elsewhere, Incident _) ->
          SlashReply.of(about(elsewhere, reply));
      case NamedIncident.SeveralOpen(List<IncidentSummary> open) ->
          SlashReply.of(Replies.whichOne(input.command() + " " + typed.word().word(), open))
              .offering(input.command(), each(typed.word(), open));
      case NamedIncident.NothingOpen(int hidden) -> SlashReply.of(Replies.nothingOpen(hidden));
      case NamedIncident.NotThere(TypedReference reference) ->
          SlashReply.of(Replies.noSuchIncident(reference))
              .offering(input.command(), each(typed.word(), context.openFor(input)));
      case NamedIncident.NotForThem(Incident incident) ->
          SlashReply.of(Replies.isPrivate(incident.id()));
    };
  }

  private static List<TypedCommand> each(CommandWord word, List<IncidentSummary> open) {
    return open.stream()
        .map(i -> Integer.toString(i.id().number()))
        .<TypedCommand>map(
            n -> new WordTyped(word, Optional.of(new TypedReference.ByNumber(n)), ""))
        .toList();
  }

  private static String about(Incident incident, Function<Incident, String> reply) {
    MDC.put("incident", incident.id().label());
    return reply.apply(incident);
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
        case RoleDirectory.RolesUnavailable(String why, boolean _) -> {
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

  private SlashReply unknown(SlashCommandInput input, EnvironmentUnknown typed) {
    Optional<Runbook> runbook = context.runbooks().find(typed.runbook());
    if (runbook.isEmpty()) {
      return SlashReply.of(Replies.runbookMissing(typed.runbook()));
    }
    List<TypedCommand> lines =
        typed
            .nearest()
            .map(List::of)
            .orElseGet(() -> runbook.get().environments().stream().map(Environment::id).toList())
            .stream()
            .<TypedCommand>map(id -> new RunbookTyped(typed.runbook(), Optional.of(id)))
            .toList();
    return SlashReply.of(Replies.unknownEnvironment(runbook.get(), typed.typed(), typed.nearest()))
        .offering(input.command(), lines);
  }

  private SlashReply unknown(SlashCommandInput input, NotUnderstood typed) {
    Optional<String> invalid = invalidRunbook(input, typed.first());
    if (invalid.isPresent()) {
      return SlashReply.of(invalid.get())
          .offering(
              input.command(), List.of(new WordTyped(CommandWord.LIST, Optional.empty(), "")));
    }
    TypedCommand offered =
        typed.nearest().orElseGet(() -> new WordTyped(CommandWord.HELP, Optional.empty(), ""));
    return SlashReply.of(
            Replies.unknown(
                typed.typed(), typed.nearest().map(TypedCommand::shown), input.command()))
        .offering(input.command(), List.of(offered));
  }
}
