package dev.rollbackbot.slack.client;

/**
 * Looks over JSON before it is parsed. The SDK's parser is lenient and recursive: what is nested
 * too deep, or is no JSON at all, is better kept from it.
 */
public final class JsonNesting {
  private static final String BETWEEN = " \t\r\n:,+-.";

  private JsonNesting() {}

  /** Whether the text can be JSON that is nested no deeper than that. */
  public static boolean isWithinDepth(String text, int deepest) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '"' -> i = endOfString(text, i + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {
          if (BETWEEN.indexOf(character) < 0 && !isAsciiWord(character)) {
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
  private static int endOfString(String text, int begin) {
    for (int i = begin; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == '\\') {
        i++;
      } else if (character == '"') {
        return i;
      }
    }
    return Integer.MIN_VALUE;
  }

  private static boolean isAsciiWord(char character) {
    return (character >= '0' && character <= '9')
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }
}
