package dev.rollbackbot.slack.client;

/**
 * Checks JSON before it is parsed: the SDK's parser is lenient, ignores what follows the document,
 * and is recursive without a limit.
 */
public final class JsonNesting {
  private static final String SPACE = " \t\r\n";
  private static final String PUNCTUATION = SPACE + ":,+-.";

  private JsonNesting() {}

  /**
   * Whether the text can be one JSON document within the depth; false also for text that is no
   * JSON, and for anything but space after the document.
   */
  public static boolean isWithinDepth(String text, int maxDepth) {
    int depth = 0;
    boolean ended = false;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (ended && SPACE.indexOf(character) < 0) {
        return false;
      }
      switch (character) {
        case '"' -> i = endOfString(text, i + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> {
          depth--;
          ended = depth == 0;
        }
        default -> {
          if (PUNCTUATION.indexOf(character) < 0 && !isAsciiWord(character)) {
            return false;
          }
        }
      }
      if (i < 0 || depth < 0 || depth > maxDepth) {
        return false;
      }
    }
    return depth == 0;
  }

  /** The index of the closing quote; negative: it is missing. */
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
