package dev.rollbackbot.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Parses one YAML document without aliases, of bounded depth, each key once. */
final class YamlTree {
  /** Levels of mappings and lists; a runbook needs half of it. */
  static final int MAX_DEPTH = 16;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(new CoreSchema())
          .setUseMarks(true)
          .setParseComments(false)
          .setAllowNonScalarKeys(true)
          .build();

  /** The engine adds this advice to every unexpected character, so it is removed. */
  private static final Pattern ADVICE = Pattern.compile("\\. \\(Do not use .* for indentation\\)");

  private final String text;
  private final ProblemCollector problems;
  private int depth;
  private boolean usable = true;

  private YamlTree(String text, ProblemCollector problems) {
    this.text = text;
    this.problems = problems;
  }

  /** Empty if it can't be read safely; {@code problems} says why. */
  static Optional<Node> compose(String text, ProblemCollector problems) {
    return new YamlTree(text, problems).compose();
  }

  private Optional<Node> compose() {
    try {
      inspectEvents();
      if (!usable) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(SETTINGS).composeString(text);
      if (root.isEmpty()) {
        problems.error(Position.START, "the file is empty; it begins with format: 1");
      }
      root.ifPresent(this::refuseDuplicateKeys);
      return root;
    } catch (MarkedYamlEngineException e) {
      problems.error(Position.of(e.getProblemMark().or(e::getContextMark)), errorText(e));
    } catch (ReaderException e) {
      problems.error(
          positionOf(e.getPosition()),
          "character U+%04X is not allowed in YAML; remove it".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      problems.error(Position.START, "this is not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Checks depth and aliases on the flat stream of events, before the recursive composer runs. */
  private void inspectEvents() {
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      inspect(event);
      if (depth > MAX_DEPTH) {
        problems.error(
            Position.of(event.getStartMark()),
            "nested more than %d levels deep; a runbook needs fewer".formatted(MAX_DEPTH));
        usable = false;
        return;
      }
    }
  }

  private void inspect(Event event) {
    switch (event) {
      case AliasEvent alias -> {
        refuse(alias, "an alias (*%s)".formatted(alias.getAlias()), "write the value out");
        usable = false;
      }
      case CollectionStartEvent start -> {
        depth++;
        inspectNode(start, start.getTag());
      }
      case ScalarEvent scalar -> inspectNode(scalar, scalar.getTag());
      case CollectionEndEvent _ -> depth--;
      default -> {
        // Starts and ends of the stream and its document need no check.
      }
    }
  }

  private void inspectNode(NodeEvent event, Optional<String> tag) {
    event
        .getAnchor()
        .ifPresent(a -> refuse(event, "an anchor (&%s)".formatted(a), "write the value out"));
    tag.ifPresent(
        t -> refuse(event, "a tag (%s)".formatted(t), "write the value alone, text in quotes"));
  }

  private void refuse(Event event, String what, String way) {
    problems.error(Position.of(event.getStartMark()), what + " is not allowed; " + way);
  }

  private void refuseDuplicateKeys(Node node) {
    switch (node) {
      case MappingNode mapping -> {
        Map<String, Position> seen = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          if (tuple.getKeyNode() instanceof ScalarNode key) {
            Position first = seen.putIfAbsent(key.getValue(), Position.of(key));
            if (first != null) {
              problems.error(
                  Position.of(key),
                  "\"%s\" is here twice, first in line %d; keep one of them"
                      .formatted(key.getValue(), first.line()));
            }
          }
          refuseDuplicateKeys(tuple.getValueNode());
        }
      }
      case SequenceNode sequence -> sequence.getValue().forEach(this::refuseDuplicateKeys);
      default -> {
        // A scalar has no keys.
      }
    }
  }

  /** The engine reports a forbidden character by its index only. */
  private Position positionOf(int index) {
    String before = text.substring(0, text.offsetByCodePoints(0, Math.min(index, points(text))));
    int lineStart = before.lastIndexOf('\n') + 1;
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    return new Position(line, points(before.substring(lineStart)) + 1);
  }

  private static int points(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The engine's error in words for people who don't write YAML every day. */
  private static String errorText(MarkedYamlEngineException exception) {
    String problem = Optional.ofNullable(exception.getProblem()).orElse("it can't be read");
    if (problem.contains("another document")) {
      return "a second document begins here; one file holds one runbook, without ---";
    }
    String plain = ADVICE.matcher(problem).replaceAll("").replaceAll("\\s+", " ").strip();
    return "this is not YAML: " + plain + begin(exception) + hint(problem);
  }

  /** An unclosed bracket is reported far below the line where it begins. */
  private static String begin(MarkedYamlEngineException exception) {
    int noticed = Position.of(exception.getProblemMark()).line();
    return exception
        .getContextMark()
        .map(m -> m.getLine() + 1)
        .filter(line -> line != noticed)
        .map(line -> ", in what begins in line " + line)
        .orElse("");
  }

  private static String hint(String problem) {
    if (problem.contains("'\\t'") || problem.contains("\\t(TAB)")) {
      return "; indent with blanks, not with tabs";
    }
    if (problem.contains("cannot start any token")) {
      return "; text that begins with @, `, % or another special character needs quotes";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "; text with a colon and a blank in it needs quotes, or the indentation is off";
    }
    if (problem.contains("expected <block end>")) {
      return "; look at the indentation of this line and of the one above";
    }
    return "";
  }
}
