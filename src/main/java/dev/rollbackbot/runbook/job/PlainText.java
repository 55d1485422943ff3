package dev.rollbackbot.runbook.job;

/** Text of which people see all that there is. */
final class PlainText {
  /** Letters and symbols that are drawn as nothing. */
  private static final String BLANK = "\u115F\u1160\u2800\u3164\uFFA0";

  private PlainText() {}

  /**
   * Whether each character of the text, on one line, can be seen as what it is: nothing is
   * invisible, looks like a blank and is none, or changes the text around it.
   */
  static boolean isPlain(String text) {
    return text.codePoints().allMatch(PlainText::isPlain);
  }

  /** A single character. */
  static boolean isPlain(int character) {
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
}
