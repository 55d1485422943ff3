package dev.rollbackbot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Corrupts JSON in the ways of faults, attackers and cut connections; repeatable by its random. */
public final class CorruptedJson {
  private static final List<String> OTHERS =
      List.of(
          "null",
          "true",
          "7",
          "-1",
          "1e999",
          "99999999999999999999999999",
          "\"\"",
          "\"x\"",
          "\"<!channel>\"",
          "\"\\u0000\\u0007\\u202e\\ud800\"",
          "[]",
          "{}",
          "[null]",
          "[7]",
          "{\"x\":{}}");
  private static final List<Integer> DEPTHS = List.of(20, 63, 65, 300, 20_000);
  private static final List<String> ENDS = List.of("{", "}", "\"", ",", "\\", "\n", "'", "//", "#");

  private CorruptedJson() {}

  /** The JSON with one corruption. */
  public static String json(String good, Random random) {
    int place = random.nextInt(good.length());
    return switch (random.nextInt(14)) {
      case 0 -> good.substring(0, place);
      case 1 -> good + good;
      case 2 -> "<!doctype html><title>502 Bad Gateway</title>" + good;
      case 3 -> good.substring(0, place) + one(ENDS, random) + good.substring(place);
      case 4 -> good.substring(0, place) + (char) random.nextInt(0x10000) + good.substring(place);
      case 5 -> replaceValue(good, random, "\"" + "x".repeat(100_000) + "\"");
      case 6 -> replaceValue(good, random, nested("[", "]", one(DEPTHS, random)));
      case 7 -> replaceValue(good, random, nested("{\"a\":", "}", one(DEPTHS, random)));
      case 8 -> replaceValue(good, random, "[" + "{},".repeat(5_000) + "{}]");
      case 9 -> removeValue(good, random);
      case 10 -> duplicateName(good, random);
      default -> replaceValue(good, random, one(OTHERS, random));
    };
  }

  private static <T> T one(List<T> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static String nested(String open, String close, int deep) {
    return open.repeat(deep) + "1" + close.repeat(deep);
  }

  /** The position of a value in the text. */
  private record JsonSpan(int from, int to) {}

  private static String replaceValue(String good, Random random, String other) {
    JsonSpan span = one(values(good), random);
    return good.substring(0, span.from()) + other + good.substring(span.to());
  }

  /** Removes one value with its name. */
  private static String removeValue(String good, Random random) {
    return replaceValue(good, random, "\0")
        .replaceFirst("(\"[^\"]*\":)?\0,?", "")
        .replace(",}", "}");
  }

  private static String duplicateName(String good, Random random) {
    JsonSpan span = one(values(good), random);
    String text = good.substring(span.from(), span.to());
    int name = good.lastIndexOf('"', Math.max(0, span.from() - 3));
    return span.from() > 2 && good.charAt(span.from() - 1) == ':' && name >= 0
        ? good.substring(0, name)
            + good.substring(name, span.from())
            + one(OTHERS, random)
            + ","
            + good.substring(name, span.from())
            + text
            + good.substring(span.to())
        : good;
  }

  /** Every value after a name or at the beginning of an array, and the whole text. */
  private static List<JsonSpan> values(String good) {
    List<JsonSpan> out = new ArrayList<>(List.of(new JsonSpan(0, good.length())));
    for (int i = 1; i < good.length(); i++) {
      char before = good.charAt(i - 1);
      if (before == ':' || before == '[') {
        int to = end(good, i);
        if (to > i) {
          out.add(new JsonSpan(i, to));
        }
      }
    }
    return out;
  }

  /** The end of the value that begins there; -1: none begins there. */
  private static int end(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char character = text.charAt(i);
      if (quoted) {
        quoted = character != '"';
        i += character == '\\' ? 1 : 0;
      } else if (character == '"') {
        quoted = true;
      } else if (character == '{' || character == '[') {
        depth++;
      } else if (depth == 0 && (character == ',' || character == '}' || character == ']')) {
        return i;
      } else if (character == '}' || character == ']') {
        depth--;
      }
    }
    return -1;
  }
}
