package dev.rollbackbot.typed;

import dev.rollbackbot.text.Suggestions;
import dev.rollbackbot.typed.ReferenceReader.Found;
import dev.rollbackbot.typed.TypedCommand.EnvironmentUnknown;
import dev.rollbackbot.typed.TypedCommand.NotUnderstood;
import dev.rollbackbot.typed.TypedCommand.RunbookTyped;
import dev.rollbackbot.typed.TypedCommand.WordTyped;
import dev.rollbackbot.typed.TypedText.Token;
import dev.rollbackbot.typed.TypedText.TypedTokenKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads what was typed after the slash command.
 *
 * @param runbooks the ids of the environments by the id of their runbook
 */
public record CommandParser(Map<String, List<String>> runbooks) {
  /** A line is searched for a known word no further than this. */
  private static final int SEARCHED = 12;

  /** Behind the word for a drill: those that were held. */
  public static final String HISTORY = "history";

  /** An id with hyphens may have been typed as so many words. */
  private static final int JOINED = 4;

  public CommandParser {
    runbooks = Collections.unmodifiableMap(new TreeMap<>(runbooks));
  }

  /** {@code raw} as Slack sends it. */
  public TypedCommand parse(String raw) {
    TypedText text = TypedText.of(raw);
    int first = skipLead(text);
    if (first == text.tokens().size()) {
      return word(text, CommandWord.HELP, first);
    }
    return understood(text, first).orElseGet(() -> notUnderstood(text, first));
  }

  /** Skips a mention of the bot, and the command itself. */
  private static int skipLead(TypedText text) {
    int at = 0;
    while (at < text.tokens().size()
        && (text.tokens().get(at).kind() == TypedTokenKind.MENTION
            || text.tokens().get(at).canonical().equals("rollback"))) {
      at++;
    }
    return at;
  }

  private Optional<TypedCommand> understood(TypedText text, int at) {
    Optional<Match<CommandWord>> word = commandWord(text, at);
    if (word.isPresent()) {
      return Optional.of(word(text, word.get().meant(), at + word.get().tokens()));
    }
    List<Match<String>> ids = ids(text, at, List.copyOf(runbooks.keySet()));
    if (!ids.isEmpty()) {
      return Optional.of(runbook(text, at, ids));
    }
    return ReferenceReader.at(text, at).flatMap(found -> aboutIncident(text, at, found));
  }

  /** What a word stands for, and how many tokens it takes. */
  private record Match<T>(T meant, int tokens) {}

  private Optional<Match<CommandWord>> commandWord(TypedText text, int at) {
    Token token = text.tokens().get(at);
    if (token.kind() != TypedTokenKind.WORD) {
      return Optional.empty();
    }
    String canonical = token.canonical();
    Optional<CommandWord> word = CommandWord.of(canonical);
    if (word.isEmpty() && !runbooks.containsKey(canonical)) {
      word = CommandWord.ofOtherLanguage(canonical).or(() -> only(canonical, CommandWord::of));
    }
    return word.map(w -> new Match<>(w, 1));
  }

  /** What the readings of a word mean, if they don't contradict each other. */
  private static <T> Optional<T> only(String canonical, Function<String, Optional<T>> meaning) {
    List<T> all =
        KeyboardLayouts.readings(canonical).stream()
            .flatMap(reading -> meaning.apply(reading).stream())
            .distinct()
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  /**
   * The longest id that the words make, unless a shorter one with its environment takes them all
   * too: with runbooks {@code shop} and {@code shop-staging}, “shop staging” may be either.
   *
   * @param ids the shortest first; not empty
   */
  private TypedCommand runbook(TypedText text, int at, List<Match<String>> ids) {
    Match<String> longest = ids.getLast();
    Optional<TypedCommand> other =
        ids.stream()
            .limit(ids.size() - 1L)
            .map(shorter -> environment(text, shorter.meant(), at + shorter.tokens()))
            .filter(RunbookTyped.class::isInstance)
            .findFirst();
    return other
        .<TypedCommand>map(
            _ -> new NotUnderstood(text.from(at), text.tokens().get(at).canonical(), other))
        .orElseGet(() -> environment(text, longest.meant(), at + longest.tokens()));
  }

  private static Optional<Match<String>> id(TypedText text, int at, List<String> known) {
    List<Match<String>> all = ids(text, at, known);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  /** Ids in one word, or in several where they have hyphens, the shortest first. */
  private static List<Match<String>> ids(TypedText text, int at, List<String> known) {
    StringBuilder joined = new StringBuilder();
    List<Match<String>> all = new ArrayList<>();
    for (int i = 0; i < JOINED && at + i < text.tokens().size(); i++) {
      Token token = text.tokens().get(at + i);
      if (token.kind() != TypedTokenKind.WORD) {
        break;
      }
      joined.append(i == 0 ? "" : "-").append(token.canonical().replaceAll("[_.]", "-"));
      Optional<String> found =
          only(joined.toString(), r -> known.contains(r) ? Optional.of(r) : Optional.empty());
      if (found.isPresent()) {
        all.add(new Match<>(found.get(), i + 1));
      }
    }
    return all;
  }

  private TypedCommand word(TypedText text, CommandWord word, int at) {
    return switch (word) {
      case LIST, HELP -> new WordTyped(word, Optional.empty(), "");
      case GUIDE, PLAN, CHECK -> aboutRunbook(text, word, at);
      case DRILL -> drill(text, at);
      case STATUS, LOG, PRINT, POST_MORTEM -> reading(text, word, at);
      case CANCEL -> cancel(text, at);
      case TRIGGERS ->
          new WordTyped(word, Optional.empty(), text.from(skipFillers(text, at)).strip());
    };
  }

  private TypedCommand reading(TypedText text, CommandWord word, int at) {
    int next = skipFillers(text, at);
    Optional<Found> found = ReferenceReader.at(text, next);
    if (found.isEmpty() && next < text.tokens().size()) {
      TypedCommand nearest = new WordTyped(word, Optional.empty(), "");
      return new NotUnderstood(
          text.from(next), text.tokens().get(next).canonical(), Optional.of(nearest));
    }
    return new WordTyped(word, certain(found.map(Found::reference)), "");
  }

  private TypedCommand cancel(TypedText text, int at) {
    int next = at;
    while (next < text.tokens().size()
        && text.tokens().get(next).kind() == TypedTokenKind.MENTION) {
      next++;
    }
    Optional<Found> found = ReferenceReader.at(text, next);
    int rest = found.map(f -> f.tokens()).orElse(0) + (found.isPresent() ? next : at);
    return new WordTyped(CommandWord.CANCEL, found.map(Found::reference), text.from(rest));
  }

  private TypedCommand aboutRunbook(TypedText text, CommandWord word, int at) {
    int next = skipFillers(text, at);
    if (next == text.tokens().size()) {
      return new WordTyped(word, Optional.empty(), "");
    }
    List<String> known = List.copyOf(runbooks.keySet());
    Optional<Match<String>> found = id(text, next, known);
    if (found.isPresent()) {
      String runbook = found.get().meant();
      boolean inEnvironment = word != CommandWord.GUIDE;
      int after = next + found.get().tokens();
      String rest = inEnvironment ? environment(text, runbook, after).line() : runbook;
      return new WordTyped(word, Optional.empty(), rest);
    }
    String first = text.tokens().get(next).canonical();
    return new NotUnderstood(
        text.from(next),
        first,
        Suggestions.closest(first, known).map(id -> new WordTyped(word, Optional.empty(), id)));
  }

  /** A drill of a runbook, or the history of its drills. */
  private TypedCommand drill(TypedText text, int at) {
    int next = skipFillers(text, at);
    boolean history =
        next < text.tokens().size() && text.tokens().get(next).canonical().equals(HISTORY);
    if (!history) {
      return aboutRunbook(text, CommandWord.DRILL, at);
    }
    return aboutRunbook(text, CommandWord.DRILL, next + 1)
            instanceof WordTyped(CommandWord word, Optional<TypedReference> incident, String rest)
        ? new WordTyped(word, incident, (HISTORY + " " + rest).strip())
        : new NotUnderstood(
            text.from(next + 1),
            text.tokens().get(next + 1).canonical(),
            Optional.of(new WordTyped(CommandWord.DRILL, Optional.empty(), HISTORY)));
  }

  private static int skipFillers(TypedText text, int at) {
    int next = at;
    while (next < text.tokens().size() && isFiller(text, next)) {
      next++;
    }
    return next;
  }

  private static boolean isFiller(TypedText text, int at) {
    Token token = text.tokens().get(at);
    return token.kind() == TypedTokenKind.MENTION
        || (CommandWord.isFiller(token.canonical()) && ReferenceReader.at(text, at).isEmpty());
  }

  private TypedCommand environment(TypedText text, String runbook, int at) {
    List<String> known = runbooks.getOrDefault(runbook, List.of());
    int next = skipFillers(text, at);
    if (next == text.tokens().size()) {
      return new RunbookTyped(runbook, Optional.empty());
    }
    Optional<Match<String>> environment = id(text, next, known);
    if (environment.isPresent()
        && skipFillers(text, next + environment.get().tokens()) == text.tokens().size()) {
      return new RunbookTyped(runbook, environment.map(Match::meant));
    }
    return new EnvironmentUnknown(
        runbook,
        text.from(next),
        environment
            .map(Match::meant)
            .or(() -> Suggestions.closest(text.tokens().get(next).canonical(), known)));
  }

  /** The incident first: alone, or before the word. */
  private Optional<TypedCommand> aboutIncident(TypedText text, int at, Found found) {
    Optional<TypedReference> incident = certain(Optional.of(found.reference()));
    int next = skipFillers(text, at + found.tokens());
    if (next == text.tokens().size()) {
      return Optional.of(new WordTyped(CommandWord.STATUS, incident, ""));
    }
    return commandWord(text, next)
        .map(Match::meant)
        .flatMap(word ->
            switch (word) {
              case STATUS, LOG, PRINT, POST_MORTEM ->
                  Optional.of(new WordTyped(word, incident, ""));
              case CANCEL -> Optional.of(new WordTyped(word, incident, text.from(next + 1)));
              case LIST, GUIDE, PLAN, CHECK, TRIGGERS, DRILL, HELP -> Optional.empty();
            });
  }

  /** Where no reason follows, a number alone can only be the incident's. */
  private static Optional<TypedReference> certain(Optional<TypedReference> incident) {
    return incident.map(i ->
        i instanceof TypedReference.ByBareNumber(TypedReference.ByNumber number, String _)
            ? number
            : i);
  }

  private NotUnderstood notUnderstood(TypedText text, int first) {
    Token token = text.tokens().get(first);
    return new NotUnderstood(
        text.from(first), token.canonical(), corrected(text, first).or(() -> found(text, first)));
  }

  /** With the first word as it was probably meant. */
  private Optional<TypedCommand> corrected(TypedText text, int first) {
    List<String> known =
        Stream.concat(CommandWord.words().stream(), runbooks.keySet().stream().sorted()).toList();
    return KeyboardLayouts.readings(text.tokens().get(first).canonical()).stream()
        .flatMap(
            reading -> Suggestions.closest(reading, known).filter(m -> isNear(reading, m)).stream())
        .findFirst()
        .map(meant -> parseAgain(meant, text.from(first + 1)));
  }

  /** What changes something is only offered for a word that can hardly be another one. */
  private static boolean isNear(String word, String meant) {
    return !meant.equals(CommandWord.CANCEL.word()) || Suggestions.isOneTypo(word, meant);
  }

  private TypedCommand parseAgain(String first, String rest) {
    TypedCommand whole = parse(TypedText.escape(first + " " + rest));
    return settled(whole).orElseGet(() -> parse(first));
  }

  /** Without what isn't understood in it; empty: nothing is left. */
  private static Optional<TypedCommand> settled(TypedCommand command) {
    return switch (command) {
      case NotUnderstood _ -> Optional.empty();
      case EnvironmentUnknown unknown ->
          Optional.of(new RunbookTyped(unknown.runbook(), unknown.nearest()));
      case WordTyped _, RunbookTyped _ -> Optional.of(command);
    };
  }

  /** A known word further behind; none that changes something. */
  private Optional<TypedCommand> found(TypedText text, int first) {
    for (int at = first + 1; at < Math.min(text.tokens().size(), first + SEARCHED); at++) {
      Optional<TypedCommand> meant =
          understood(text, at)
              .flatMap(CommandParser::settled)
              .filter(m -> !(m instanceof WordTyped w && w.word() == CommandWord.CANCEL));
      if (meant.isPresent()) {
        return meant;
      }
    }
    return Optional.empty();
  }
}
