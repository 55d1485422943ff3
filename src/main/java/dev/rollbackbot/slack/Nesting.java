package dev.rollbackbot.slack;

/**
 * Looks over JSON before it is parsed. The SDK's parser is lenient and recursive: what is nested
 * too deep, or is no JSON at all, is better kept from it.
 */
final class Nesting {
  private static final String BETWEEN = " \t\r\n:,+-.";

  private Nesting() {}

  /** Whether the text can be JSON that is nested no deeper than that. */
  static boolean sound(String text, int deepest) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> i = end(text, i + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {
          if (BETWEEN.indexOf(c) < 0 && !isAsciiWord(c)) {
            return false;
          }
        }
      }
      if (i < 0 || depth < 0 || depth > deepest) {
        return false;
      }
    }
    return depth == 0;
  }

  /** Where the string that begins there ends; negative: it doesn't. */
  private static int end(String text, int begin) {
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        return i;
      }
    }
    return Integer.MIN_VALUE;
  }

  private static boolean isAsciiWord(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
