package dev.rollbackbot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, printed row by row. */
final class MarkdownTable {
  private final List<Integer> widths = new ArrayList<>();

  MarkdownTable(String... heads) {
    for (String head : heads) {
      widths.add(Math.max(head.length(), widths.isEmpty() ? 44 : 10));
    }
    row(heads);
    row(widths.stream().map("-"::repeat).toArray(String[]::new));
  }

  void row(String... cells) {
    StringBuilder line = new StringBuilder("|");
    for (int i = 0; i < cells.length; i++) {
      line.append(' ').append(cells[i]);
      line.append(" ".repeat(Math.max(0, widths.get(i) - cells[i].length()))).append(" |");
    }
    System.out.println(line);
  }

  static String millis(Duration time) {
    return "%.1f ms".formatted(time.toNanos() / 1e6);
  }
}
