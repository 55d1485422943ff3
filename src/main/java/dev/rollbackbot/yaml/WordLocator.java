package dev.rollbackbot.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Finds a word of a text in the file, so that a problem points at the word itself. */
final class WordLocator {
  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

  private WordLocator() {}

  /** {@code nth} counts from 1. The position of the whole text if the word has escapes in it. */
  static Position positionOf(YamlValue value, String word, int nth) {
    Node node = value.node();
    if (node == null || node.getStartMark().isEmpty() || node.getEndMark().isEmpty()) {
      return value.position();
    }
    String text = value.problems().text();
    int from = index(text, node.getStartMark().get());
    int end = index(text, node.getEndMark().get());
    int at = from - 1;
    for (int i = 0; i < nth; i++) {
      at = text.indexOf(word, at + 1);
      if (at < 0 || at >= end) {
        return value.position();
      }
    }
    return positionAfter(value.position(), text.substring(from, at));
  }

  private static Position positionAfter(Position start, String skipped) {
    int line = start.line();
    int column = start.column();
    int end = 0;
    Matcher lineBreak = LINE_BREAK.matcher(skipped);
    while (lineBreak.find()) {
      line++;
      column = 1;
      end = lineBreak.end();
    }
    return new Position(line, column + skipped.codePointCount(end, skipped.length()));
  }

  private static int index(String text, Mark mark) {
    int points = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.min(mark.getIndex(), points));
  }
}
