package dev.rollbackbot.slack;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Nearest {
  private static final int LETTERS_A_SLIP = 3;
  private static final int LONGEST = 40;

  private Nearest() {}

  /** The known word that is a slip or two away; empty: none is. */
  static Optional<String> to(String typed, Collection<String> known) {
    return typed.length() > LONGEST
        ? Optional.empty()
        : known.stream()
            .filter(k -> slips(typed, k) <= Math.max(1, k.length() / LETTERS_A_SLIP))
            .min(Comparator.comparingInt(k -> slips(typed, k)))
            .or(() -> beginning(typed, known));
  }

  /** The one word that begins so, where it is typed short. */
  private static Optional<String> beginning(String typed, Collection<String> known) {
    List<String> all =
        known.stream().filter(k -> typed.length() > 1 && k.startsWith(typed)).toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** How many letters must be put in, left out, changed, or swapped with their neighbour. */
  private static int slips(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : best(a, b, d, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int best(String a, String b, int[][] d, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
