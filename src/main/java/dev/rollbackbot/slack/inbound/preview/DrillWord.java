package dev.rollbackbot.slack.inbound.preview;

import dev.rollbackbot.app.Runbooks;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import dev.rollbackbot.typed.CommandParser;
import dev.rollbackbot.typed.CommandWord;
import dev.rollbackbot.typed.TypedCommand;
import dev.rollbackbot.typed.TypedCommand.RunbookTyped;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code /rollback drill}: opens the form of a drill, or shows those that were held. */
public record DrillWord(Runbooks runbooks, DrillHistory drills) {
  /** What follows on what was typed. */
  public sealed interface DrillAnswer {
    /** The form of a drill of that runbook, where it allows one. */
    record OpensForm(RunbookTyped typed) implements DrillAnswer {}

    /**
     * A reply.
     *
     * @param lines commands that lead on
     */
    record DrillReply(String text, List<TypedCommand> lines) implements DrillAnswer {
      public DrillReply {
        lines = List.copyOf(lines);
      }
    }
  }

  /**
   * Without a runbook the only one is meant.
   *
   * @param rest what was typed after the word
   * @param mayRead private ones are shown to those who may read about them
   */
  public DrillAnswer answer(String rest, Predicate<Incident> mayRead) {
    List<String> words = List.of(rest.split(" ", 3));
    Optional<String> second = words.stream().skip(1).findFirst();
    List<Runbook> all = runbooks.all();
    if (words.getFirst().equals(CommandParser.HISTORY)) {
      List<Runbook> shown = second.map(id -> runbooks.find(id).stream().toList()).orElse(all);
      return new DrillAnswer.DrillReply(drills.of(shown, mayRead), List.of());
    }
    Optional<Runbook> runbook =
        words.getFirst().isEmpty() && all.size() == 1
            ? Optional.of(all.getFirst())
            : runbooks.find(words.getFirst());
    return runbook.map(found -> form(found, second)).orElseGet(() -> which(all));
  }

  private static DrillAnswer which(List<Runbook> all) {
    return new DrillAnswer.DrillReply(
        all.isEmpty() ? "No runbook can be used." : "A drill of which runbook?",
        all.stream().map(runbook -> line(runbook.id())).toList());
  }

  private static DrillAnswer form(Runbook runbook, Optional<String> asked) {
    Optional<String> environment =
        asked.or(() ->
            runbook.environments().stream()
                .map(Environment::id)
                .filter(runbook.drill()::allows)
                .findFirst());
    return environment.filter(runbook.drill()::allows).isPresent()
        ? new DrillAnswer.OpensForm(new RunbookTyped(runbook.id(), environment))
        : new DrillAnswer.DrillReply(
            noDrill(runbook, environment),
            runbook.drill().environments().stream()
                .map(allowed -> line(runbook.id() + " " + allowed))
                .toList());
  }

  private static TypedCommand line(String rest) {
    return new WordTyped(CommandWord.DRILL, Optional.empty(), rest);
  }

  /** {@code asked}: the environment that was typed. */
  private static String noDrill(Runbook runbook, Optional<String> asked) {
    String name = Mrkdwn.escape(runbook.name());
    return runbook.drill().environments().isEmpty()
        ? name + " allows drills in no environment: its runbook names none under `drill`."
        : "No drill of %s is opened in “%s”. Its runbook allows them in %s."
            .formatted(
                name,
                Mrkdwn.quote(asked.orElse("")),
                runbook.drill().environments().stream()
                    .map(e -> "`" + Mrkdwn.escape(e) + "`")
                    .collect(Collectors.joining(", ")));
  }
}
