package dev.rollbackbot.slack.inbound;

import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.escape;
import static dev.rollbackbot.slack.view.blockkit.Mrkdwn.quote;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.typed.CommandWord;
import dev.rollbackbot.typed.TypedCommand;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The word "plan": today's plan as it would be. For everybody, since it changes nothing. */
record PlanWord(HandlerContext context) {
  SlashReply handle(SlashCommandInput input, WordTyped typed) {
    List<Runbook> all = context.runbooks().all();
    String id = typed.rest().isEmpty() && all.size() == 1 ? all.getFirst().id() : typed.rest();
    String[] words = id.split(" ", 2);
    Optional<Runbook> runbook = context.runbooks().find(words[0]);
    if (runbook.isEmpty()) {
      return all.isEmpty()
          ? SlashReply.of("No runbook can be used. `" + input.command() + " list` shows why.")
          : SlashReply.of("The plan of which runbook?")
              .offering(input.command(), lines(all, Runbook::id));
    }
    List<Environment> environments = runbook.get().environments();
    Optional<Environment> environment =
        words.length == 1
            ? Optional.of(environments.getFirst())
            : environments.stream().filter(e -> e.id().equals(words[1])).findFirst();
    if (environment.isEmpty()) {
      return SlashReply.of(
              "%s has no environment “%s”. Which one?"
                  .formatted(escape(runbook.get().name()), quote(words[1])))
          .offering(input.command(), lines(environments, e -> runbook.get().id() + " " + e.id()));
    }
    boolean started =
        context
            .previews()
            .start(runbook.get(), environment.get(), context.ephemeral(), input.replyTarget());
    return SlashReply.of(
        started
            ? "Reading what runs of %s in %s. The plan comes here, only to you; nothing is changed."
                .formatted(escape(runbook.get().name()), escape(environment.get().id()))
            : "Other plans are being read. Try again in a minute.");
  }

  private static <T> List<TypedCommand> lines(List<T> each, Function<T, String> rest) {
    return each.stream()
        .<TypedCommand>map(t -> new WordTyped(CommandWord.PLAN, Optional.empty(), rest.apply(t)))
        .toList();
  }
}
