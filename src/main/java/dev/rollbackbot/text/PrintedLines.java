package dev.rollbackbot.text;

import java.util.Optional;

/** What of a growing text people were shown: its last lines, or what it has more than before. */
public final class PrintedLines {
  private static final int LINES = 5;
  private static final int MAX_LINE = 160;

  /** So much of what was shown last is looked for where the beginning is not there any more. */
  private static final int KNOWN = 300;

  private static final String LEFT_OUT =
      "[Lines are left out here. They are attached when it has ended.]\n";
  private static final String BEFORE = "[What it printed before is attached when it has ended.]";

  private final boolean fromBeginning;
  private Optional<String> shown = Optional.empty();

  /** {@code fromBeginning}: nobody has shown a part of it before. */
  public PrintedLines(boolean fromBeginning) {
    this.fromBeginning = fromBeginning;
  }

  /**
   * What came since the last call; empty: nothing.
   *
   * @param whole in whole lines; its beginning may be gone
   * @param most characters of what is given; of more, the end
   */
  public Optional<String> next(String whole, int most) {
    String before = shown.orElse("");
    boolean another = shown.isEmpty() && !fromBeginning;
    String fresh = whole.substring(from(whole, before)).stripTrailing();
    if (fresh.isBlank()) {
      return Optional.empty();
    }
    shown = Optional.of(whole);
    return Optional.of(another ? BEFORE : end(fresh, most));
  }

  private static int from(String whole, String before) {
    if (whole.startsWith(before)) {
      return before.length();
    }
    String known = before.substring(Math.max(0, before.length() - KNOWN));
    int at = whole.lastIndexOf(known);
    return at < 0 ? 0 : at + known.length();
  }

  private static String end(String fresh, int most) {
    if (fresh.length() <= most) {
      return fresh;
    }
    int line = fresh.indexOf('\n', fresh.length() - most - 1);
    return LEFT_OUT + (line < 0 ? "" : fresh.substring(line + 1));
  }

  /** The last lines, with the ends of long ones cut off. */
  public static String last(String whole) {
    String[] lines = whole.strip().split("\n", -1);
    StringBuilder out = new StringBuilder();
    for (int i = Math.max(0, lines.length - LINES); i < lines.length; i++) {
      String line = lines[i].stripTrailing();
      out.append(out.isEmpty() ? "" : "\n")
          .append(line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line);
    }
    return out.toString();
  }
}
