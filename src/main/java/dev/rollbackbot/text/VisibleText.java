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

  private VisibleText() {}

  /** Lines and tabs stay. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
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
