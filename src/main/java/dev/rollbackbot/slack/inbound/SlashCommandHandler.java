package dev.rollbackbot.slack.inbound;

import dev.rollbackbot.app.IncidentStore.IncidentSummary;
import dev.rollbackbot.app.RoleDirectory;
import dev.rollbackbot.incident.Channel;
import dev.rollbackbot.incident.Command;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.IncidentId;
import dev.rollbackbot.incident.timeline.Timeline;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.SlackResult;
import dev.rollbackbot.slack.client.SlackResult.CallFailed;
import dev.rollbackbot.slack.view.modal.DeclareModal;
import dev.rollbackbot.slack.view.modal.RunbookModal;
import dev.rollbackbot.slack.view.panel.Panel;
import dev.rollbackbot.text.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** What can be typed. Every answer is for the person who typed. */
final class SlashCommandHandler {
  private static final List<String> WORDS =
      List.of("status", "log", "list", "cancel", "guide", "help");
  private static final Pattern LABEL = Pattern.compile("inc-([1-9][0-9]{0,8})");

  private final HandlerContext context;

  SlashCommandHandler(HandlerContext context) {
    this.context = context;
  }

  /** What the person is told; empty: what they see says enough. */
  Optional<String> answer(SlashCommandInput input) {
    Optional<Runbook> runbook = context.runbooks().find(input.word());
    if (runbook.isPresent()) {
      return declare(input, runbook.get());
    }
    return switch (input.word()) {
      case "", "help" -> Optional.of(help(input));
      case "status" -> Optional.of(withIncident(input, s -> status(input, s)));
      case "log" -> Optional.of(withIncident(input, s -> log(s)));
      case "list" ->
          Optional.of(
              Replies.list(
                  context.store().openIncidents(),
                  context.runbooks().all(),
                  context.runbooks().invalid()));
      case "cancel" -> Optional.of(cancel(input));
      case "guide" -> guide(input);
      default -> Optional.of(unknown(input));
    };
  }

  private Optional<String> declare(SlashCommandInput input, Runbook runbook) {
    Optional<String> question =
        Optional.of(input.argument().toLowerCase(Locale.ROOT)).filter(t -> !t.isEmpty());
    List<String> known = runbook.environments().stream().map(Environment::id).toList();
    if (question.isPresent() && !known.contains(question.get())) {
      return Optional.of(
          Replies.unknownEnvironment(
              runbook, question.get(), Suggestions.closest(question.get(), known)));
    }
    String environment = question.orElse(known.getFirst());
    Optional<IncidentSummary> open =
        context.store().openIncidents().stream()
            .filter(s -> s.runbook().equals(runbook.id()) && s.environment().equals(environment))
            .findFirst();
    if (open.isPresent()) {
      return Optional.of(Replies.alreadyOpen(open.get().id(), environment, open.get().channelId()));
    }
    DeclareModal.Form form =
        DeclareModal.fresh(
            runbook, Optional.of(environment), input.channel(), input.person(), input.at());
    return shown(context.interactiveApi().open(input.trigger(), DeclareModal.view(runbook, form)));
  }

  private Optional<String> guide(SlashCommandInput input) {
    List<Runbook> all = context.runbooks().all();
    String asked = input.argument().toLowerCase(Locale.ROOT);
    Optional<Runbook> runbook =
        asked.isEmpty() && all.size() == 1
            ? Optional.of(all.getFirst())
            : context.runbooks().find(asked);
    if (runbook.isPresent()) {
      return shown(
          context.interactiveApi().open(input.trigger(), RunbookModal.view(runbook.get())));
    }
    if (asked.isEmpty()) {
      return Optional.of(Replies.whichRunbook(input.command(), all));
    }
    return invalidRunbook(input, asked)
        .or(() ->
            Optional.of(
                Replies.unknown(
                    asked,
                    Suggestions.closest(asked, all.stream().map(Runbook::id).toList())
                        .map(m -> "guide " + m),
                    input.command())));
  }

  private static Optional<String> shown(SlackResult<Boolean> opened) {
    return opened instanceof CallFailed<Boolean> failed
        ? Optional.of(Replies.notShown(failed.error().why()))
        : Optional.empty();
  }

  private static String status(SlashCommandInput input, Incident state) {
    String where =
        state
            .details()
            .channel()
            .filter(c -> !c.id().equals(input.channel()))
            .map(c -> "\n<#" + c.id() + ">")
            .orElse("");
    return Panel.text(state, input.at()) + where;
  }

  private String log(Incident state) {
    IncidentId id = state.details().id();
    return LogReply.of(id, Timeline.of(context.store().events(id)), context.mentions());
  }

  private String cancel(SlashCommandInput input) {
    // An incident's name alone would be kept as the reason.
    if (input.argument().isEmpty()
        || LABEL.matcher(input.argument().toLowerCase(Locale.ROOT)).matches()) {
      return Replies.reasonRequired(input.command());
    }
    return withIncident(
        input,
        state -> {
          IncidentId id = state.details().id();
          CommandSubmitter.SubmissionResult result =
              CommandSubmitter.submit(
                  context,
                  input.person(),
                  state.details().environment(),
                  by ->
                      context
                          .commands()
                          .handle(
                              "slash:" + input.trigger(),
                              id,
                              new Command.Cancel(input.at(), by, input.argument())));
          return switch (result) {
            case CommandSubmitter.Submitted _ -> Replies.cancelled(id);
            case CommandSubmitter.NotSubmitted notSubmitted -> notSubmitted.text();
          };
        });
  }

  /** The incident that is meant: the one named, that of the channel, or the only one open. */
  private String withIncident(SlashCommandInput input, Function<Incident, String> reply) {
    Matcher label = LABEL.matcher(input.argument().toLowerCase(Locale.ROOT));
    Optional<IncidentId> meant =
        label.matches()
            ? Optional.of(new IncidentId(Integer.parseInt(label.group(1))))
            : context
                .store()
                .findByChannel(input.channel())
                .filter(id -> isInChannel(id, input.channel()));
    if (meant.isPresent()) {
      return ifExists(meant.get(), reply);
    }
    List<IncidentSummary> open = context.store().openIncidents();
    return switch (open.size()) {
      case 0 -> Replies.nothingOpen();
      case 1 -> ifExists(open.getFirst().id(), reply);
      default -> Replies.whichOne(input.command(), input.word(), open);
    };
  }

  /** Several incidents may live in the incidents channel: there, it names none of them. */
  private boolean isInChannel(IncidentId id, String channel) {
    return context
        .incident(id)
        .flatMap(s -> s.details().channel())
        .filter(c -> c.id().equals(channel))
        .map(Channel::own)
        .orElse(false);
  }

  private String ifExists(IncidentId id, Function<Incident, String> reply) {
    MDC.put("incident", id.label());
    return context.incident(id).map(reply).orElseGet(() -> Replies.noSuchIncident(id));
  }

  private String help(SlashCommandInput input) {
    boolean acts = false;
    Optional<String> unsure = Optional.empty();
    for (Runbook runbook : context.runbooks().all()) {
      for (Environment environment : runbook.environments()) {
        switch (context.roleDirectory().roles(input.person(), environment)) {
          case RoleDirectory.KnownRoles knownRoles -> acts |= !knownRoles.roles().isEmpty();
          case RoleDirectory.RolesUnavailable(String why) -> unsure = Optional.of(why);
        }
        if (acts || unsure.isPresent()) {
          return Replies.help(input.command(), context.runbooks().all(), acts, unsure);
        }
      }
    }
    return Replies.help(input.command(), context.runbooks().all(), acts, unsure);
  }

  /** A runbook with mistakes has no id to go by but the name of its file. */
  private Optional<String> invalidRunbook(SlashCommandInput input, String asked) {
    return context.runbooks().invalid().stream()
        .filter(r -> Replies.name(r).replaceFirst("\\.ya?ml$", "").equals(asked))
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
