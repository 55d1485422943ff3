package dev.rollbackbot.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A place in the filled-in text.
 *
 * @param line counted from 1
 * @param column counted from 1, in code points
 */
record Position(int line, int column) {
  static final Position START = new Position(1, 1);

  static Position of(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(START);
  }

  static Position of(Node node) {
    return of(node.getStartMark());
  }
}
