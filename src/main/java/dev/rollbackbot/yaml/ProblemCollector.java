package dev.rollbackbot.yaml;

import dev.rollbackbot.text.Suggestions;
import dev.rollbackbot.yaml.RunbookReader.Problem;
import dev.rollbackbot.yaml.RunbookReader.ProblemLevel;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

final class ProblemCollector {
  private final String file;
  private final boolean stored;
  private final Set<Problem> found = new LinkedHashSet<>();
  private InterpolatedText interpolated = InterpolatedText.uninterpolated("");

  /** {@code stored}: the text of an incident that was begun, which was a valid one then. */
  ProblemCollector(String file, boolean stored) {
    this.file = file;
    this.stored = stored;
  }

  /** Positions reported from now on are of this text; they are mapped back to the file. */
  void positionsFrom(InterpolatedText text) {
    this.interpolated = text;
  }

  String text() {
    return interpolated.text();
  }

  void error(Position position, String message) {
    add(ProblemLevel.ERROR, position, message);
  }

  /**
   * An error in a file. What was valid when it was stored is read all the same: its incident could
   * not be loaded otherwise.
   */
  void errorInFile(Position position, String message) {
    if (!stored) {
      error(position, message);
    }
  }

  void warning(Position position, String message) {
    add(ProblemLevel.WARNING, position, message);
  }

  /** The message about a word that is not allowed, with the closest one. */
  static String unknown(String kind, String word, Collection<String> allowed) {
    String all = String.join(", ", allowed);
    return Suggestions.closest(word, allowed)
        .map(near ->
            "unknown %s \"%s\", did you mean \"%s\"? Allowed: %s".formatted(kind, word, near, all))
        .orElse("unknown %s \"%s\"; allowed: %s".formatted(kind, word, all));
  }

  boolean anyError() {
    return found.stream().anyMatch(p -> p.level() == ProblemLevel.ERROR);
  }

  List<Problem> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
        .toList();
  }

  private void add(ProblemLevel level, Position position, String message) {
    Position original = interpolated.originalPosition(position);
    found.add(new Problem(level, file, original.line(), original.column(), message));
  }
}
