package dev.rollbackbot.text;

/** Shortens external texts before they are shown or stored. */
public final class Truncation {
  private static final String ELLIPSIS = "…";

  private Truncation() {}

  /** At most that many characters, the last one an ellipsis where some were cut off. */
  public static String truncate(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    // A surrogate pair must not be cut in half.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + ELLIPSIS;
  }

  /**
   * The text on one line: every run of white space and control characters is one space, and nothing
   * in it is invisible.
   */
  public static String oneLine(String text) {
    return VisibleText.of(text.replaceAll("[\\s\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ")).strip();
  }

  /** One line of at most that many characters. */
  public static String oneLine(String text, int most) {
    return truncate(oneLine(text), most);
  }
}
