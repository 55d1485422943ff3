package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Environment.Binding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

record EnvironmentMapper(IdRegistry registry) {
  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern SLACK_ID = Pattern.compile("[A-Z][A-Z0-9]{6,20}");

  List<Environment> read(YamlValue value) {
    return value.list().stream().map(this::environment).toList();
  }

  private Environment environment(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "this environment",
            "id responders approvers stakeholders updates propagation probe_interval log_capture"
                + " services");
    String id = registry.environments().declare(fields.required("id"));
    if (fields.readable() && !fields.has("approvers")) {
      value.warn(
          "the environment \"%s\" has no approvers, so every member of the incidents channel may"
                  .formatted(id)
              + " approve; name a user group");
    }
    return new Environment(
        id,
        fields.optional("responders").map(EnvironmentMapper::group),
        fields.optional("approvers").map(EnvironmentMapper::group),
        fields.listOf("stakeholders").stream().map(EnvironmentMapper::channel).toList(),
        bindings(fields.required("services"), id),
        fields.optional("propagation").map(YamlValue::duration),
        fields.required("updates").duration(),
        fields.optional("probe_interval").map(YamlValue::duration),
        fields.optional("log_capture").map(YamlValue::duration));
  }

  private Map<String, Binding> bindings(YamlValue value, String environment) {
    Map<String, Binding> bindings = new LinkedHashMap<>();
    for (MappingReader.MappingEntry entry :
        MappingReader.entries(value, "\"services\" of an environment")) {
      bindings.put(registry.services().checkDeclared(entry.keyValue()), binding(entry.value()));
    }
    TreeSet<String> missing = new TreeSet<>(registry.services().all());
    missing.removeAll(bindings.keySet());
    if (!missing.isEmpty() && value.node() != null) {
      value.error(
          "the environment \"%s\" does not say what %s is there; every service needs a resource"
              .formatted(environment, String.join(", ", missing)));
    }
    return bindings;
  }

  private static Binding binding(YamlValue value) {
    MappingReader fields = value.mapping("this service", "resource address");
    return new Binding(
        resource(fields.required("resource")), fields.optional("address").map(YamlValue::address));
  }

  /** It becomes a segment of the provider's URLs, so nothing in it may change the path. */
  private static String resource(YamlValue value) {
    return value.line(
        RESOURCE.asMatchPredicate(),
        "\"resource\" must be the provider's exact name: letters, digits, - and _, not \"%s\"");
  }

  private static String group(YamlValue value) {
    return lineWithPrefix(value, "@", "a user group: its handle such as @oncall, or its id");
  }

  private static String channel(YamlValue value) {
    return lineWithPrefix(value, "#", "a channel: its name such as #incidents, or its id");
  }

  private static String lineWithPrefix(YamlValue value, String sign, String allowed) {
    return value.line(
        SLACK_ID.asMatchPredicate().or(line -> line.matches(sign + "[\\p{L}\\p{N}._-]{1,80}")),
        "\"%s\" must be " + allowed);
  }
}
