package dev.rollbackbot.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of a growing text people were shown: its last lines, or what it has more than before. */
public final class PrintedLines {
  /** The line in place of what a provider or the bot left out. */
  public static final String BEGINNING = "[The beginning is left out.]";

  private static final int LINES = 5;
  private static final int MAX_LINE = 160;

  /** So many characters are not the same by chance. */
  private static final int KNOWN = 300;

  private static final String LEFT_OUT =
      "[Lines are left out here. They are attached when it has ended.]\n";
  private static final String PERHAPS_AGAIN =
      "[Before this, lines may be left out, or some of these may be above already. All of them are"
          + " attached when it has ended.]\n";
  private static final String BEFORE = "[What it printed before is attached when it has ended.]";

  private final boolean fromBeginning;
  private Optional<String> shown = Optional.empty();

  /** {@code fromBeginning}: nobody has shown a part of it before. */
  public PrintedLines(boolean fromBeginning) {
    this.fromBeginning = fromBeginning;
  }

  /**
   * What came since the last call; empty: nothing. It says so where lines may be left out or may
   * come again.
   *
   * @param whole in whole lines; its beginning may be gone
   * @param most characters of what is given; of more, the end
   */
  public Optional<String> next(String whole, int most) {
    boolean another = shown.isEmpty() && !fromBeginning;
    Fresh fresh = fresh(whole, shown.orElse(""));
    String lines = fresh.lines().stripTrailing();
    if (!lines.isBlank() || shown.isPresent()) {
      shown = Optional.of(whole);
    }
    if (lines.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        another ? BEFORE : (fresh.follows() ? "" : PERHAPS_AGAIN) + end(lines, most));
  }

  /** Whether the lines are surely what follows on what was shown. */
  private record Fresh(String lines, boolean follows) {}

  private static Fresh fresh(String whole, String before) {
    if (whole.startsWith(before)) {
      return new Fresh(whole.substring(before.length()), true);
    }
    // After the last line break is at most how it stands, which changes.
    String printed = before.substring(0, before.lastIndexOf('\n') + 1);
    if (whole.startsWith(printed)) {
      return new Fresh(whole.substring(printed.length()), true);
    }
    String now = withoutMark(whole);
    String then = withoutMark(printed);
    List<Integer> overlaps = overlaps(then, now);
    int longest = overlaps.isEmpty() ? 0 : overlaps.getFirst();
    // Of lines that repeat, nobody can tell which of them are new.
    boolean follows = overlaps.size() == 1 && longest >= Math.min(KNOWN, then.length());
    return new Fresh(now.substring(longest), follows);
  }

  private static String withoutMark(String text) {
    return text.startsWith(BEGINNING) ? text.substring(BEGINNING.length()).stripLeading() : text;
  }

  /** The lengths of what is the end of the one, in whole lines, and the beginning of the other. */
  private static List<Integer> overlaps(String end, String beginning) {
    int[] borders = borders(beginning);
    int length = 0;
    for (int i = 0; i < end.length(); i++) {
      length = extended(beginning, borders, length, end.charAt(i));
    }
    List<Integer> out = new ArrayList<>();
    for (; length > 0; length = borders[length - 1]) {
      if (length == end.length() || end.charAt(end.length() - length - 1) == '\n') {
        out.add(length);
      }
    }
    return out;
  }

  /** Of each beginning of the text: how much of its end, short of all, is its beginning too. */
  private static int[] borders(String text) {
    int[] borders = new int[text.length()];
    for (int i = 1; i < text.length(); i++) {
      borders[i] = extended(text, borders, borders[i - 1], text.charAt(i));
    }
    return borders;
  }

  private static int extended(String text, int[] borders, int length, char next) {
    int same = length;
    while (same > 0 && (same == text.length() || text.charAt(same) != next)) {
      same = borders[same - 1];
    }
    return same < text.length() && text.charAt(same) == next ? same + 1 : same;
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
