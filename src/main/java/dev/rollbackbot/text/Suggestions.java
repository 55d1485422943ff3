package dev.rollbackbot.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the word that was probably meant. */
public final class Suggestions {
  /** One mistyped letter in three is still recognized. */
  private static final int LETTERS_PER_TYPO = 3;

  /** The distance costs the product of both lengths, and no known word is longer. */
  private static final int MAX_LENGTH = 40;

  private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance();

  private Suggestions() {}

  /**
   * The candidate that differs by the fewest letters, or else the only one that begins so; upper
   * case, hyphens and spaces don't count. Empty: none is close enough.
   */
  public static Optional<String> closest(String word, Collection<String> candidates) {
    String given = normalized(word);
    if (given.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(c -> distance(given, c) <= allowed(given, c))
        .min(Comparator.comparingInt(c -> distance(given, c)))
        .or(() -> onlyWithPrefix(given, candidates));
  }

  /** Whether both differ by one letter at most, or by two that changed places. */
  public static boolean isOneTypo(String word, String candidate) {
    String given = normalized(word);
    return given.length() <= MAX_LENGTH && distance(given, candidate) <= 1;
  }

  private static int allowed(String given, String candidate) {
    return Math.max(1, Math.max(given.length(), candidate.length()) / LETTERS_PER_TYPO);
  }

  private static int distance(String given, String candidate) {
    return DISTANCE.apply(given, normalized(candidate));
  }

  private static Optional<String> onlyWithPrefix(String given, Collection<String> candidates) {
    List<String> all =
        candidates.stream()
            .filter(c -> given.length() > 1 && normalized(c).startsWith(given))
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }

  private static String normalized(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }
}
