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

  private final Catalog catalog;

  EnvironmentMapper(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Environment> read(Value value) {
    return value.list().stream().map(this::environment).toList();
  }

  private Environment environment(Value value) {
    Section section =
        Section.of(
            value,
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
    String id = catalog.environments().declare(section.need("id"));
    if (section.readable() && !section.has("approvers")) {
      value.doubtful(
          "the environment \"%s\" has no approvers, so every member of the incidents channel may"
                  .formatted(id)
              + " approve; name a user group");
    }
    return new Environment(
        id,
        section.find("responders").map(EnvironmentMapper::group),
        section.find("approvers").map(EnvironmentMapper::group),
        section.listOf("stakeholders").stream().map(EnvironmentMapper::channel).toList(),
        bindings(section.need("services"), id),
        section.find("propagation").map(Value::duration),
        section.need("updates").duration(),
        section.find("probe_interval").map(Value::duration),
        section.find("log_capture").map(Value::duration));
  }

  private Map<String, Binding> bindings(Value value, String environment) {
    Map<String, Binding> bindings = new LinkedHashMap<>();
    for (Section.Entry entry : Section.entries(value, "\"services\" of an environment")) {
      bindings.put(catalog.services().refer(entry.keyValue()), binding(entry.value()));
    }
    TreeSet<String> missing = new TreeSet<>(catalog.services().all());
    missing.removeAll(bindings.keySet());
    if (!missing.isEmpty() && value.node() != null) {
      value.wrong(
          "the environment \"%s\" does not say what %s is there; every service needs a resource"
              .formatted(environment, String.join(", ", missing)));
    }
    return bindings;
  }

  private static Binding binding(Value value) {
    Section section = Section.of(value, "this service", "resource", "address");
    return new Binding(
        resource(section.need("resource")), section.find("address").map(Value::address));
  }

  /** It becomes a part of the provider's addresses, so nothing in it may lead elsewhere. */
  private static String resource(Value value) {
    String name = value.line();
    if (!name.isEmpty() && !RESOURCE.matcher(name).matches()) {
      value.wrong(
          "\"resource\" must be the provider's exact name: letters, digits, - and _, not \"%s\""
              .formatted(name));
    }
    return name;
  }

  private static String group(Value value) {
    return startingWith(value, "@", "a user group: its handle such as @oncall, or its id");
  }

  private static String channel(Value value) {
    return startingWith(value, "#", "a channel: its name such as #incidents, or its id");
  }

  private static String startingWith(Value value, String sign, String allowed) {
    String text = value.line();
    boolean isId = SLACK_ID.matcher(text).matches();
    if (!text.isEmpty() && !isId && !text.matches(sign + "[\\p{L}\\p{N}._-]{1,80}")) {
      value.wrong("\"%s\" must be %s".formatted(text, allowed));
    }
    return text;
  }
}
