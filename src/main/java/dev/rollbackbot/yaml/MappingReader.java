package dev.rollbackbot.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** A mapping with a fixed set of keys. */
final class MappingReader {
  private final YamlValue value;
  private final String what;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final boolean reportedAlready;

  private MappingReader(YamlValue value, String what, boolean reportedAlready) {
    this.value = value;
    this.what = what;
    this.reportedAlready = reportedAlready;
  }

  /**
   * Reads a mapping and reports unknown keys.
   *
   * @param what as messages name it, such as {@code this step}
   * @param keys the allowed ones, separated by blanks
   */
  static MappingReader of(YamlValue value, String what, String keys) {
    MappingReader fields = new MappingReader(value, what, !(value.node() instanceof MappingNode));
    List<String> allowed = List.of(keys.split(" ", -1));
    for (MappingEntry entry : entries(value, what)) {
      if (allowed.contains(entry.key())) {
        fields.values.putIfAbsent(entry.key(), entry.node());
      } else {
        entry.keyValue().error(ProblemCollector.unknown("key", entry.key(), allowed));
      }
    }
    return fields;
  }

  /** The entries of a mapping with any keys, in order. */
  static List<MappingEntry> entries(YamlValue value, String what) {
    if (!(value.node() instanceof MappingNode mapping)) {
      if (value.node() != null) {
        value.error("%s must be a mapping (key: value), not %s".formatted(what, value.kind()));
      }
      return List.of();
    }
    List<MappingEntry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue key = new YamlValue(value.problems(), "a key", tuple.getKeyNode());
      if (tuple.getKeyNode() instanceof ScalarNode scalar) {
        entries.add(new MappingEntry(scalar.getValue(), key, tuple.getValueNode()));
      } else {
        key.error("a key must be a word, not %s".formatted(key.kind()));
      }
    }
    return entries;
  }

  /** Reports a missing key. */
  YamlValue required(String key) {
    Node node = values.get(key);
    if (node == null && !reportedAlready) {
      value.error("\"%s\" is missing in %s".formatted(key, what));
    }
    return new YamlValue(value.problems(), quoted(key), node);
  }

  Optional<YamlValue> optional(String key) {
    return Optional.ofNullable(values.get(key))
        .map(node -> new YamlValue(value.problems(), quoted(key), node));
  }

  List<YamlValue> listOf(String key) {
    return optional(key).map(YamlValue::list).orElse(List.of());
  }

  /** Reports those of the keys that are present; they belong to {@code owner}. */
  void forbid(String owner, String... keys) {
    for (String key : keys) {
      optional(key).ifPresent(v -> v.error("\"%s\" belongs to %s".formatted(key, owner)));
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** False: the value is no mapping, which is already reported. */
  boolean readable() {
    return !reportedAlready;
  }

  private static String quoted(String key) {
    return "\"" + key + "\"";
  }

  record MappingEntry(String key, YamlValue keyValue, Node node) {
    YamlValue value() {
      return new YamlValue(keyValue.problems(), quoted(key), node);
    }
  }
}
