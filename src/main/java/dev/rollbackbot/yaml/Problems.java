package dev.rollbackbot.yaml;

import dev.rollbackbot.text.Suggestions;
import dev.rollbackbot.yaml.RunbookReader.Level;
import dev.rollbackbot.yaml.RunbookReader.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one file. */
final class Problems {
  private final String file;
  private final Set<Problem> found = new LinkedHashSet<>();
  private Filled filled = Filled.asIs("");

  Problems(String file) {
    this.file = file;
  }

  /** From now on, places are those of the filled-in text and are turned into the file's own. */
  void positionsFrom(Filled text) {
    this.filled = text;
  }

  String text() {
    return filled.text();
  }

  void error(Place place, String message) {
    add(Level.ERROR, place, message);
  }

  void warning(Place place, String message) {
    add(Level.WARNING, place, message);
  }

  /** What to say about a word that is not among the allowed ones. */
  static String unknown(String kind, String word, Collection<String> allowed) {
    String all = String.join(", ", allowed);
    return Suggestions.closest(word, allowed)
        .map(near ->
            "unknown %s \"%s\", did you mean \"%s\"? Allowed: %s".formatted(kind, word, near, all))
        .orElse("unknown %s \"%s\"; allowed: %s".formatted(kind, word, all));
  }

  boolean anyError() {
    return found.stream().anyMatch(p -> p.level() == Level.ERROR);
  }

  List<Problem> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  private void add(Level level, Place place, String message) {
    Place original = filled.original(place);
    found.add(new Problem(level, file, original.line(), original.column(), message));
  }
}
