package dev.rollbackbot.slack.inbound;

import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.escape;
import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.quote;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.client.OutgoingMessage;
import dev.rollbackbot.typed.CommandWord;
import dev.rollbackbot.typed.TypedCommand;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The words "plan" and "check": today's plan as it would be, and whether it would work. For
 * everybody, since they change nothing.
 */
record PreviewWords(HandlerContext context) {
  SlashReply plan(SlashCommandInput input, WordTyped typed) {
    List<Runbook> all = context.runbooks().all();
    String id = typed.rest().isEmpty() && all.size() == 1 ? all.getFirst().id() : typed.rest();
    String[] words = id.split(" ", 2);
    Optional<Runbook> runbook = context.runbooks().find(words[0]);
    if (runbook.isEmpty()) {
      return whichRunbook(input, typed, "The plan of which runbook?");
    }
    Optional<Environment> environment =
        words.length == 1
            ? Optional.of(runbook.get().environments().getFirst())
            : runbook.get().environment(words[1]);
    if (environment.isEmpty()) {
      return whichEnvironment(input, typed, runbook.get(), words[1]);
    }
    return started(
        input,
        () ->
            context.previews().plan(runbook.get(), environment.get(), input.replyTarget().person()),
        "Reading what runs of %s in %s. The plan comes here, only to you; nothing is changed."
            .formatted(escape(runbook.get().name()), escape(environment.get().id())));
  }

  /** All runbooks in all their environments, or what is named. */
  SlashReply check(SlashCommandInput input, WordTyped typed) {
    String[] words = typed.rest().split(" ", 2);
    Optional<Runbook> runbook = context.runbooks().find(words[0]);
    List<Runbook> checked =
        typed.rest().isEmpty() ? context.runbooks().all() : runbook.stream().toList();
    if (checked.isEmpty()) {
      return whichRunbook(input, typed, "Which runbook is to be checked?");
    }
    Optional<Environment> environment =
        words.length == 1 ? Optional.empty() : runbook.flatMap(r -> r.environment(words[1]));
    if (words.length > 1 && environment.isEmpty()) {
      return whichEnvironment(input, typed, checked.getFirst(), words[1]);
    }
    return started(
        input,
        () -> context.previews().readiness(checked, environment),
        "Asking whether a rollback of %s would work now. The answer comes here, only to you; nothing is changed."
            .formatted(
                escape(String.join(", ", checked.stream().map(Runbook::name).toList()))
                    + environment.map(e -> " in " + escape(e.id())).orElse("")));
  }

  private SlashReply started(
      SlashCommandInput input, Supplier<OutgoingMessage> answer, String begun) {
    return SlashReply.of(
        context.answers().start(answer, context.ephemeral(), input.replyTarget())
            ? begun
            : "Others are being read. Try again in a minute.");
  }

  private SlashReply whichRunbook(SlashCommandInput input, WordTyped typed, String question) {
    List<Runbook> all = context.runbooks().all();
    return all.isEmpty()
        ? SlashReply.of("No runbook can be used. `" + input.command() + " list` shows why.")
        : SlashReply.of(question).offering(input.command(), lines(typed.word(), all, Runbook::id));
  }

  private static SlashReply whichEnvironment(
      SlashCommandInput input, WordTyped typed, Runbook runbook, String unknown) {
    return SlashReply.of(
            "%s has no environment “%s”. Which one?"
                .formatted(escape(runbook.name()), quote(unknown)))
        .offering(
            input.command(),
            lines(typed.word(), runbook.environments(), e -> runbook.id() + " " + e.id()));
  }

  private static <T> List<TypedCommand> lines(
      CommandWord word, List<T> each, Function<T, String> rest) {
    return each.stream()
        .<TypedCommand>map(t -> new WordTyped(word, Optional.empty(), rest.apply(t)))
        .toList();
  }
}
