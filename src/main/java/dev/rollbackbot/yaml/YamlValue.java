package dev.rollbackbot.yaml;

import dev.rollbackbot.text.Suggestions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One value with its position. Reading it as a wrong type reports a problem and returns a default,
 * so that the rest is still checked. A missing value is already reported and stays silent.
 *
 * @param name as messages name it, such as {@code "title"} in quotes
 * @param node null: the value is missing
 */
record YamlValue(ProblemCollector problems, String name, @Nullable Node node) {
  static final int MAX_LINE = 300;
  static final int MAX_TEXT = 10_000;
  static final int MAX_ENTRIES = 100;

  private static final Set<Tag> CORE = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL);
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");

  /** See {@link MappingReader#of}. */
  MappingReader mapping(String what, String keys) {
    return MappingReader.of(this, what, keys);
  }

  Position position() {
    return node == null ? Position.START : Position.of(node);
  }

  /** Several lines; trailing blanks are dropped. */
  String text() {
    String text = scalar("text", Tag.STR).stripTrailing();
    if (node != null && text.isBlank() && isText()) {
      error("%s is empty; write text".formatted(name));
    }
    return atMost(MAX_TEXT, text);
  }

  String line() {
    return lineUpTo(MAX_LINE);
  }

  /** One line; {@code message} gets the text if it is not valid. */
  String line(Predicate<String> valid, String message) {
    String line = line();
    if (!line.isEmpty() && !valid.test(line)) {
      error(message.formatted(line));
    }
    return line;
  }

  String lineUpTo(int limit) {
    String line = text().strip();
    if (line.contains("\n")) {
      error("%s must be one line".formatted(name));
    }
    return atMost(limit, line);
  }

  String id() {
    String id = scalar("an id", Tag.STR);
    if (isText() && !ID.matcher(id).matches()) {
      error(
          "%s must be an id of lower-case letters, digits and hyphens, at most 40, not \"%s\""
              .formatted(name, id));
    }
    return id;
  }

  Duration duration() {
    return SharedMappers.duration(this, scalar(SharedMappers.DURATION, Tag.STR));
  }

  int number(int least, int most) {
    String allowed = "a whole number from %d to %d".formatted(least, most);
    String text = scalar(allowed, Tag.INT);
    if (!WHOLE.matcher(text).matches()) {
      if (isScalar(Tag.INT)) {
        error("%s must be %s, not %s".formatted(name, allowed, text));
      }
      return least;
    }
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      error("%s must be %s, not %d".formatted(name, allowed, number));
    }
    return number;
  }

  String decimal() {
    String text = scalar("a number such as 1 or 0.5", Tag.INT, Tag.FLOAT);
    if ((isScalar(Tag.INT) || isScalar(Tag.FLOAT)) && !DECIMAL.matcher(text).matches()) {
      error("%s must be a number such as 1 or 0.5, not %s".formatted(name, text));
    }
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text).toPlainString() : "0";
  }

  String scalarText() {
    return scalar("text, a number, true or false", Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);
  }

  boolean bool() {
    return scalar("true or false", Tag.BOOL).equalsIgnoreCase("true");
  }

  LocalDate date() {
    String text = scalar("a date such as 2026-02-27", Tag.STR);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      if (isText()) {
        error("%s must be a date such as 2026-02-27, not \"%s\"".formatted(name, text));
      }
      return LocalDate.EPOCH;
    }
  }

  /** Only names of places: an offset such as +02:00 is wrong for half of the year. */
  ZoneId zone() {
    String text = scalar("a time zone such as Europe/Berlin", Tag.STR);
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    if (isText()) {
      String near =
          Suggestions.closest(text, ZoneId.getAvailableZoneIds())
              .map(", did you mean \"%s\"?"::formatted)
              .orElse("; write one such as Europe/Berlin");
      error("unknown time zone \"%s\"%s".formatted(text, near));
    }
    return ZoneOffset.UTC;
  }

  <E extends Enum<E>> E word(Class<E> type) {
    E[] all = type.getEnumConstants();
    List<String> words = Arrays.stream(all).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    String word = scalar("one of " + String.join(", ", words), Tag.STR);
    int index = words.indexOf(word);
    if (index < 0 && isText()) {
      error(ProblemCollector.unknown("word", word, words));
    }
    return all[Math.max(0, index)];
  }

  /** Without a slash at its end. */
  String address() {
    return SharedMappers.address(this, line());
  }

  /** The entries of a list; an empty list is reported. */
  List<YamlValue> list() {
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      error("%s must be a list, not %s%s".formatted(name, kind(), quotesHint()));
      return List.of();
    }
    int size = sequence.getValue().size();
    if (size == 0) {
      error("%s is an empty list; write at least one entry".formatted(name));
    } else if (size > MAX_ENTRIES) {
      error("%s has %d entries; at most %d are allowed".formatted(name, size, MAX_ENTRIES));
    }
    return sequence.getValue().stream()
        .limit(MAX_ENTRIES)
        .map(n -> new YamlValue(problems, "an entry of " + name, n))
        .toList();
  }

  /** A list, or one value alone. */
  List<YamlValue> oneOrMore() {
    return node instanceof ScalarNode ? List.of(this) : list();
  }

  List<String> lines() {
    return list().stream().map(YamlValue::line).toList();
  }

  void error(String message) {
    problems.error(position(), message);
  }

  /** See {@link ProblemCollector#errorInFile}. */
  void errorInFile(String message) {
    problems.errorInFile(position(), message);
  }

  void warn(String message) {
    problems.warning(position(), message);
  }

  /** The type of the value, for messages. */
  String kind() {
    return switch (node) {
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "empty";
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) -> "text";
      case ScalarNode scalar -> scalar.getValue();
      case null, default -> "a mapping";
    };
  }

  private String scalar(String allowed, Tag... tags) {
    if (Arrays.stream(tags).anyMatch(this::isScalar) && node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    if (node instanceof ScalarNode scalar && !CORE.contains(scalar.getTag())) {
      return scalar.getValue(); // The foreign tag is already reported.
    }
    if (node != null && kind().equals("empty")) {
      error("%s is empty; it must be %s%s".formatted(name, allowed, quotesHint()));
    } else if (node != null) {
      String way = node instanceof ScalarNode && allowed.equals("text") ? "; put it in quotes" : "";
      error("%s must be %s, not %s%s".formatted(name, allowed, kind(), way));
    }
    return "";
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isText() {
    return isScalar(Tag.STR);
  }

  private boolean isScalar(Tag tag) {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(tag);
  }

  private String atMost(int limit, String text) {
    if (text.length() > limit) {
      error("%s has %d characters; at most %d are allowed".formatted(name, text.length(), limit));
    }
    return text;
  }

  /** An unquoted # begins a comment: the most common mistake with channels. */
  private String quotesHint() {
    if (!kind().equals("empty")) {
      return "";
    }
    Optional<String> line = problems.text().lines().skip(position().line() - 1L).findFirst();
    return line.filter(l -> l.contains("#")).isPresent()
        ? "; text that begins with # needs quotes"
        : "";
  }
}
