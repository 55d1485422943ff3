package dev.rollbackbot.typed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A word that was typed while the keyboard was set to another alphabet, or with letters of another
 * alphabet that look like Latin ones.
 */
final class KeyboardLayouts {
  private record Letters(String from, String to) {
    /** Unchanged where it has no such letter. */
    String replace(String word) {
      StringBuilder out = new StringBuilder(word.length());
      for (int i = 0; i < word.length(); i++) {
        int at = from.indexOf(word.charAt(i));
        out.append(at < 0 ? word.charAt(i) : to.charAt(at));
      }
      return out.toString();
    }
  }

  private static final List<Letters> ALL =
      List.of(
          // Letters that look the same: Cyrillic, then Greek.
          new Letters("авеіјкмнорстухѕαεικνορτυχ", "abeijkmhopctyxsaeikvoptux"),
          // By the place of their key: Russian and Ukrainian, Greek, Hebrew. The canonical form has
          // no й: it is и with an accent.
          new Letters("цукенгшщзфывапролдячсмитьі", "wertyuiopasdfghjklzxcvbnms"),
          new Letters("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
          new Letters("קראטוןםפשדגכעיחלךזסבהנמצ", "ertyuiopasdfghjklzxcvbnm"));

  private KeyboardLayouts() {}

  /** The word itself, then what else it may have been meant to be. */
  static Set<String> readings(String canonical) {
    Set<String> out = new LinkedHashSet<>();
    out.add(canonical);
    ALL.forEach(letters -> out.add(letters.replace(canonical)));
    return out;
  }
}
