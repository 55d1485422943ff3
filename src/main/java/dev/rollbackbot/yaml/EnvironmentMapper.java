package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Environment.Binding;
import dev.rollbackbot.runbook.Environment.BreakGlassRule;
import dev.rollbackbot.runbook.Service;
import dev.rollbackbot.runbook.ServiceRef.ClusterRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Maps the environments.
 *
 * @param archived the text was stored with an incident: it was valid when it was stored, and what
 *     became required since has the meaning that leaving it out had then
 * @param clusters by the settings: that of an environment, by its id
 */
record EnvironmentMapper(
    IdRegistry registry,
    List<Service> services,
    boolean archived,
    Function<String, Optional<ClusterRef>> clusters) {
  private static final Pattern RESOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

  /** Kubernetes: a namespace and a name, as DNS allows them. */
  private static final Pattern NAMESPACED =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** GitHub: a repository, the files of the workflows that deploy, and an environment. */
  private static final Pattern DEPLOYED =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}"
              + "/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\\.ya?ml"
              + "(\\+[A-Za-z0-9_][A-Za-z0-9._-]{0,99}\\.ya?ml){0,9}"
              + "@[A-Za-z0-9][A-Za-z0-9._/-]{0,99}");

  /** Long enough to read what is announced, and to press a button. */
  private static final Duration AUTOMATIC_ROLLBACK_DELAY = Duration.ofMinutes(2);

  private static final String KUBERNETES = "kubernetes";
  private static final String ANYONE = "anyone";
  private static final Pattern PERSON_ID = Pattern.compile("[UW][A-Z0-9]{6,20}");
  private static final Pattern SLACK_ID = Pattern.compile("[A-Z][A-Z0-9]{6,20}");

  List<Environment> read(YamlValue value) {
    return value.list().stream().map(this::environment).toList();
  }

  private Environment environment(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "this environment",
            "id responders approvers break_glass outside_responders stakeholders updates"
                + " propagation probe_interval log_capture automatic_rollback"
                + " automatic_rollback_delay services");
    String id = registry.environments().declare(fields.required("id"));
    return new Environment(
        id,
        fields.optional("responders").map(EnvironmentMapper::group),
        since(fields, "approvers").flatMap(EnvironmentMapper::approvers),
        since(fields, "break_glass")
            .map(rule -> rule.word(BreakGlassRule.class))
            .orElse(BreakGlassRule.CRITICAL),
        fields.listOf("outside_responders").stream().map(EnvironmentMapper::person).toList(),
        fields.listOf("stakeholders").stream().map(EnvironmentMapper::channel).toList(),
        bindings(fields.required("services"), id),
        fields.optional("propagation").map(YamlValue::duration),
        fields.required("updates").duration(),
        fields.optional("probe_interval").map(YamlValue::duration),
        fields.optional("log_capture").map(YamlValue::duration),
        automaticRollback(fields));
  }

  private static Optional<Duration> automaticRollback(MappingReader fields) {
    boolean allowed = fields.optional("automatic_rollback").map(YamlValue::bool).orElse(false);
    Duration delay =
        fields
            .optional("automatic_rollback_delay")
            .map(SharedMappers::positiveDuration)
            .orElse(AUTOMATIC_ROLLBACK_DELAY);
    return allowed ? Optional.of(delay) : Optional.empty();
  }

  /** A key that older texts may lack. */
  private Optional<YamlValue> since(MappingReader fields, String key) {
    return archived ? fields.optional(key) : Optional.of(fields.required(key));
  }

  private Map<String, Binding> bindings(YamlValue value, String environment) {
    Map<String, Binding> bindings = new LinkedHashMap<>();
    for (MappingReader.MappingEntry entry :
        MappingReader.entries(value, "\"services\" of an environment")) {
      String service = registry.services().checkDeclared(entry.keyValue());
      bindings.put(service, binding(entry.value(), service, environment));
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

  private Binding binding(YamlValue value, String service, String environment) {
    MappingReader fields = value.mapping("this service", "resource address");
    return new Binding(
        resource(fields.required("resource"), service),
        fields.optional("address").map(YamlValue::address),
        provider(service).equals(KUBERNETES) ? clusters.apply(environment) : Optional.empty());
  }

  /** It becomes a part of the provider's URLs, so nothing in it may change the path. */
  private String resource(YamlValue value, String service) {
    return switch (provider(service)) {
      case KUBERNETES ->
          value.line(
              NAMESPACED.asMatchPredicate(),
              "\"resource\" must be namespace/name, as in shop/checkout, not \"%s\"");
      case "github" ->
          value.line(
              DEPLOYED.asMatchPredicate(),
              "\"resource\" must be repository/workflow@environment, as in"
                  + " shop/web/rollback.yml@production, not \"%s\"");
      default ->
          value.line(
              RESOURCE.asMatchPredicate(),
              "\"resource\" must be the provider's exact name: letters, digits, - and _, not"
                  + " \"%s\"");
    };
  }

  private String provider(String service) {
    return services.stream()
        .filter(s -> s.id().equals(service))
        .findFirst()
        .map(s -> s.kind().provider())
        .orElse("");
  }

  /** Empty: anyone in the incidents channel. */
  private static Optional<String> approvers(YamlValue value) {
    return Optional.of(
            lineWithPrefix(
                value,
                "@",
                ANYONE,
                "a user group, its handle such as @oncall or its id, or the word anyone"))
        .filter(group -> !group.equals(ANYONE));
  }

  private static String person(YamlValue value) {
    return value.line(
        PERSON_ID.asMatchPredicate(), "\"%s\" must be a person's id in Slack, such as U0123ABCD");
  }

  private static String group(YamlValue value) {
    return lineWithPrefix(value, "@", "", "a user group: its handle such as @oncall, or its id");
  }

  private static String channel(YamlValue value) {
    return lineWithPrefix(value, "#", "", "a channel: its name such as #incidents, or its id");
  }

  private static String lineWithPrefix(YamlValue value, String sign, String word, String allowed) {
    return value.line(
        SLACK_ID
            .asMatchPredicate()
            .or(word::equals)
            .or(line -> line.matches(sign + "[\\p{L}\\p{N}._-]{1,80}")),
        "\"%s\" must be " + allowed);
  }
}
