package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Environment.Binding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Where it runs. */
final class EnvironmentMapper {
  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern SLACK_ID = Pattern.compile("[A-Z][A-Z0-9]{6,20}");

  private final IdRegistry registry;

  EnvironmentMapper(IdRegistry registry) {
    this.registry = registry;
  }

  List<Environment> read(YamlValue yamlValue) {
    return yamlValue.list().stream().map(this::environment).toList();
  }

  private Environment environment(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "this environment",
            "id",
            "responders",
            "approvers",
            "stakeholders",
            "updates",
            "propagation",
            "probe_interval",
            "log_capture",
            "services");
    String id = registry.environments().declare(mappingReader.required("id"));
    if (mappingReader.readable() && !mappingReader.has("approvers")) {
      yamlValue.warn(
          "the environment \"%s\" has no approvers, so every member of the incidents channel may"
                  .formatted(id)
              + " approve; name a user group");
    }
    return new Environment(
        id,
        mappingReader.optional("responders").map(EnvironmentMapper::group),
        mappingReader.optional("approvers").map(EnvironmentMapper::group),
        mappingReader.listOf("stakeholders").stream().map(EnvironmentMapper::channel).toList(),
        bindings(mappingReader.required("services"), id),
        mappingReader.optional("propagation").map(YamlValue::duration),
        mappingReader.required("updates").duration(),
        mappingReader.optional("probe_interval").map(YamlValue::duration),
        mappingReader.optional("log_capture").map(YamlValue::duration));
  }

  private Map<String, Binding> bindings(YamlValue yamlValue, String environment) {
    Map<String, Binding> bindings = new LinkedHashMap<>();
    for (MappingReader.MappingEntry mappingEntry :
        MappingReader.entries(yamlValue, "\"services\" of an environment")) {
      bindings.put(
          registry.services().checkDeclared(mappingEntry.keyValue()),
          binding(mappingEntry.value()));
    }
    TreeSet<String> missing = new TreeSet<>(registry.services().all());
    missing.removeAll(bindings.keySet());
    if (!missing.isEmpty() && yamlValue.node() != null) {
      yamlValue.error(
          "the environment \"%s\" does not say what %s is there; every service needs a resource"
              .formatted(environment, String.join(", ", missing)));
    }
    return bindings;
  }

  private static Binding binding(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this service", "resource", "address");
    return new Binding(
        resource(mappingReader.required("resource")),
        mappingReader.optional("address").map(YamlValue::address));
  }

  /** It becomes a part of the provider's addresses, so nothing in it may lead elsewhere. */
  private static String resource(YamlValue yamlValue) {
    String name = yamlValue.line();
    if (!name.isEmpty() && !RESOURCE.matcher(name).matches()) {
      yamlValue.error(
          "\"resource\" must be the provider's exact name: letters, digits, - and _, not \"%s\""
              .formatted(name));
    }
    return name;
  }

  private static String group(YamlValue yamlValue) {
    return lineWithPrefix(yamlValue, "@", "a user group: its handle such as @oncall, or its id");
  }

  private static String channel(YamlValue yamlValue) {
    return lineWithPrefix(yamlValue, "#", "a channel: its name such as #incidents, or its id");
  }

  private static String lineWithPrefix(YamlValue yamlValue, String sign, String allowed) {
    String text = yamlValue.line();
    boolean isId = SLACK_ID.matcher(text).matches();
    if (!text.isEmpty() && !isId && !text.matches(sign + "[\\p{L}\\p{N}._-]{1,80}")) {
      yamlValue.error("\"%s\" must be %s".formatted(text, allowed));
    }
    return text;
  }
}
