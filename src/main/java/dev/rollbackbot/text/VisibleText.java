package dev.rollbackbot.text;

/**
 * Text of others as what can be seen of it: control characters, characters that change the
 * direction of the text around them, and invisible ones are left out.
 */
public final class VisibleText {
  /** Join letters and emoji of some writings; they change nothing else. */
  private static final int NON_JOINER = 0x200C;

  private static final int JOINER = 0x200D;
  private static final int REPLACEMENT = 0xFFFD;

  /** Letters and symbols that are drawn as nothing. */
  private static final String BLANK = "\u115F\u1160\u2800\u3164\uFFA0";

  private VisibleText() {}

  /** Lines and tabs stay. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /**
   * Whether each character of the text, on one line, can be seen as what it is: nothing is
   * invisible, looks like a blank and is none, or changes the text around it.
   */
  public static boolean isPlain(String text) {
    return text.codePoints().allMatch(VisibleText::isPlain);
  }

  /** A single character. */
  public static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK ->
          false;
      case Character.SPACE_SEPARATOR -> character == ' ';
      default -> BLANK.indexOf(character) < 0;
    };
  }

  private static void append(StringBuilder out, int character) {
    switch (Character.getType(character)) {
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> out.append('\n');
      case Character.SURROGATE -> out.appendCodePoint(REPLACEMENT);
      case Character.CONTROL -> {
        if (character == '\n' || character == '\t') {
          out.append((char) character);
        }
      }
      case Character.FORMAT -> {
        if (character == JOINER || character == NON_JOINER) {
          out.append((char) character);
        }
      }
      default -> out.appendCodePoint(character);
    }
  }
}
