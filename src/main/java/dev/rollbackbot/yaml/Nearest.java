package dev.rollbackbot.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Nearest {
  private Nearest() {}

  /** What to say about a word that is not among the allowed ones. */
  static String unknown(String kind, String word, Collection<String> allowed) {
    String all = String.join(", ", allowed);
    return to(word, allowed)
        .map(near ->
            "unknown %s \"%s\", did you mean \"%s\"? Allowed: %s".formatted(kind, word, near, all))
        .orElse("unknown %s \"%s\"; allowed: %s".formatted(kind, word, all));
  }

  /** The allowed word that is close enough to be meant, if there is one. */
  static Optional<String> to(String word, Collection<String> allowed) {
    String given = plain(word);
    return allowed.stream()
        .filter(
            a -> distance(given, plain(a)) <= Math.max(1, Math.max(a.length(), given.length()) / 3))
        .min(Comparator.comparingInt(a -> distance(given, plain(a))));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  /** How many letters to add, drop or change to get from one word to the other. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
