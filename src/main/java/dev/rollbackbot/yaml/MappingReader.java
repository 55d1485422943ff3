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
final class MappingReader {
  private final YamlValue yamlValue;
  private final String what;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final boolean reportedAlready;

  private MappingReader(YamlValue yamlValue, String what, boolean silent) {
    this.yamlValue = yamlValue;
    this.what = what;
    this.reportedAlready = silent;
  }

  /**
   * Reads a mapping.
   *
   * @param what as messages call it, such as {@code this step}
   * @param keys all that it may hold
   */
  static MappingReader of(YamlValue yamlValue, String what, String... keys) {
    List<MappingEntry> entries = entries(yamlValue, what);
    MappingReader mappingReader =
        new MappingReader(yamlValue, what, !(yamlValue.node() instanceof MappingNode));
    List<String> allowed = Arrays.asList(keys);
    for (MappingEntry mappingEntry : entries) {
      if (allowed.contains(mappingEntry.key())) {
        mappingReader.values.putIfAbsent(mappingEntry.key(), mappingEntry.node());
      } else {
        mappingEntry.keyValue().error(ProblemCollector.unknown("key", mappingEntry.key(), allowed));
      }
    }
    return mappingReader;
  }

  /** The entries of a mapping whose keys are free, in order. */
  static List<MappingEntry> entries(YamlValue yamlValue, String what) {
    if (!(yamlValue.node() instanceof MappingNode mapping)) {
      if (yamlValue.node() != null) {
        yamlValue.error(
            "%s must be a mapping (key: value), not %s".formatted(what, yamlValue.kind()));
      }
      return List.of();
    }
    List<MappingEntry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue key = new YamlValue(yamlValue.problemCollector(), "a key", tuple.getKeyNode());
      if (tuple.getKeyNode() instanceof ScalarNode scalar) {
        entries.add(new MappingEntry(scalar.getValue(), key, tuple.getValueNode()));
      } else {
        key.error("a key must be a word, not %s".formatted(key.kind()));
      }
    }
    return entries;
  }

  /** A value that must be there. */
  YamlValue required(String key) {
    Node node = values.get(key);
    if (node == null && !reportedAlready) {
      yamlValue.error("\"%s\" is missing in %s".formatted(key, what));
    }
    return new YamlValue(yamlValue.problemCollector(), quoted(key), node);
  }

  /** A value that may be left out. */
  Optional<YamlValue> optional(String key) {
    return Optional.ofNullable(values.get(key))
        .map(node -> new YamlValue(yamlValue.problemCollector(), quoted(key), node));
  }

  /** The entries of a list that may be left out. */
  List<YamlValue> listOf(String key) {
    return optional(key).map(YamlValue::list).orElse(List.of());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  YamlValue yamlValue() {
    return yamlValue;
  }

  /** False: it is no mapping, which was reported. */
  boolean readable() {
    return !reportedAlready;
  }

  private static String quoted(String key) {
    return "\"" + key + "\"";
  }

  /** One entry of a mapping. */
  record MappingEntry(String key, YamlValue keyValue, Node node) {
    YamlValue value() {
      return new YamlValue(keyValue.problemCollector(), quoted(key), node);
    }
  }
}
