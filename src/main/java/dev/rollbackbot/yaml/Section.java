package dev.rollbackbot.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping of the file whose keys are known beforehand. */
final class Section {
  private final Value value;
  private final String what;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final boolean silent;

  private Section(Value value, String what, boolean silent) {
    this.value = value;
    this.what = what;
    this.silent = silent;
  }

  /**
   * Reads a mapping.
   *
   * @param what as messages call it, such as {@code this step}
   * @param keys all that it may hold
   */
  static Section of(Value value, String what, String... keys) {
    List<Entry> entries = entries(value, what);
    Section section = new Section(value, what, !(value.node() instanceof MappingNode));
    List<String> allowed = Arrays.asList(keys);
    for (Entry entry : entries) {
      if (allowed.contains(entry.key())) {
        section.values.putIfAbsent(entry.key(), entry.node());
      } else {
        entry.keyValue().wrong(Problems.unknown("key", entry.key(), allowed));
      }
    }
    return section;
  }

  /** The entries of a mapping whose keys are free, in order. */
  static List<Entry> entries(Value value, String what) {
    if (!(value.node() instanceof MappingNode mapping)) {
      if (value.node() != null) {
        value.wrong("%s must be a mapping (key: value), not %s".formatted(what, value.kind()));
      }
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Value key = new Value(value.problems(), "a key", tuple.getKeyNode());
      if (tuple.getKeyNode() instanceof ScalarNode scalar) {
        entries.add(new Entry(scalar.getValue(), key, tuple.getValueNode()));
      } else {
        key.wrong("a key must be a word, not %s".formatted(key.kind()));
      }
    }
    return entries;
  }

  /** A value that must be there. */
  Value need(String key) {
    Node node = values.get(key);
    if (node == null && !silent) {
      value.wrong("\"%s\" is missing in %s".formatted(key, what));
    }
    return new Value(value.problems(), quoted(key), node);
  }

  /** A value that may be left out. */
  Optional<Value> find(String key) {
    return Optional.ofNullable(values.get(key))
        .map(node -> new Value(value.problems(), quoted(key), node));
  }

  /** The entries of a list that may be left out. */
  List<Value> listOf(String key) {
    return find(key).map(Value::list).orElse(List.of());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  Value value() {
    return value;
  }

  /** False: it is no mapping, which was reported. */
  boolean readable() {
    return !silent;
  }

  private static String quoted(String key) {
    return "\"" + key + "\"";
  }

  /** One entry of a mapping. */
  record Entry(String key, Value keyValue, Node node) {
    Value value() {
      return new Value(keyValue.problems(), quoted(key), node);
    }
  }
}
