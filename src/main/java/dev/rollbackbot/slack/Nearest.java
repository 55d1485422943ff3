package dev.rollbackbot.slack;

import java.util.Collection;
import java.util.Comparator;
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
            .min(Comparator.comparingInt(k -> slips(typed, k)));
  }

  /** How many letters must be put in, left out or changed. */
  private static int slips(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j < above.length; j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = above[0];
      above[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = above[j];
        above[j] = Math.min(changed, 1 + Math.min(above[j], above[j - 1]));
      }
    }
    return above[b.length()];
  }
}
