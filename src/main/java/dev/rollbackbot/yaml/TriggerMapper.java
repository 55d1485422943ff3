package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Trigger.TriggerKind;
import dev.rollbackbot.runbook.measure.HttpGet;
import dev.rollbackbot.runbook.measure.Measurement;
import dev.rollbackbot.runbook.measure.MetricQuery;
import dev.rollbackbot.runbook.trigger.AlertMatch;
import dev.rollbackbot.runbook.trigger.TriggerMeasurement;
import dev.rollbackbot.runbook.trigger.TriggerMode;
import dev.rollbackbot.runbook.trigger.TriggerModes;
import dev.rollbackbot.yaml.IdRegistry.IdScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What calls for a rollback: a sentence alone, or also how the bot notices it by itself. */
record TriggerMapper(IdRegistry registry, List<Environment> environments, IdScope ids) {
  private static final Duration DEFAULT_EVERY = Duration.ofSeconds(30);
  private static final Duration DEFAULT_AFTER = Duration.ofHours(1);
  private static final int DEFAULT_FIRES = 3;
  private static final int DEFAULT_RECOVERS = 10;
  private static final int MAX_IN_A_ROW = 100;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]{0,99}");
  private static final String[] OF_A_MEASURED_ONE = {
    "every", "fires_after", "recovers_after", "after_deployment", "otherwise_every"
  };

  TriggerMapper(IdRegistry registry, List<Environment> environments) {
    this(registry, environments, new IdScope("trigger"));
  }

  List<Trigger> read(YamlValue value) {
    MappingReader fields = value.mapping("\"triggers\"", "automatic manual");
    List<Trigger> all = new ArrayList<>();
    fields.optional("automatic").ifPresent(v -> entries(v).map(this::automatic).forEach(all::add));
    fields.optional("manual").ifPresent(v -> entries(v).map(this::manual).forEach(all::add));
    if (fields.readable() && all.isEmpty()) {
      value.error("\"triggers\" has none; write at least one under automatic or manual");
    }
    return all;
  }

  private static Stream<MappingReader.MappingEntry> entries(YamlValue value) {
    return MappingReader.entries(value, "a list of triggers").stream();
  }

  private Trigger manual(MappingReader.MappingEntry entry) {
    return new Trigger(ids.declare(entry.keyValue()), TriggerKind.MANUAL, entry.value().line());
  }

  private Trigger automatic(MappingReader.MappingEntry entry) {
    String id = ids.declare(entry.keyValue());
    if (!entry.value().isMapping()) {
      return new Trigger(id, TriggerKind.AUTOMATIC, entry.value().line());
    }
    MappingReader fields =
        entry
            .value()
            .mapping(
                "this trigger",
                "text mode modes measure every fires_after recovers_after after_deployment"
                    + " otherwise_every alerts");
    if (!fields.has("measure")) {
      fields.forbid("a trigger with measure", OF_A_MEASURED_ONE);
      if (!fields.has("alerts")) {
        entry
            .value()
            .error(
                "nothing tells the bot of this trigger: add measure or alerts, or write its text"
                    + " alone");
      }
    }
    String text = fields.required("text").line();
    TriggerModes modes = modes(fields);
    Optional<TriggerMeasurement> measured =
        fields.optional("measure").map(value -> measurement(value, fields));
    return new Trigger(
        id,
        TriggerKind.AUTOMATIC,
        text,
        modes,
        measured,
        fields.listOf("alerts").stream()
            .map(value -> alert(value, measured.map(TriggerMeasurement::service)))
            .toList());
  }

  private TriggerModes modes(MappingReader fields) {
    Optional<YamlValue> usual = fields.optional("mode");
    TriggerMode elsewhere = usual.map(v -> v.word(TriggerMode.class)).orElse(TriggerMode.SHADOW);
    Map<String, TriggerMode> own = new LinkedHashMap<>();
    fields
        .optional("modes")
        .ifPresent(v ->
            MappingReader.entries(v, "\"modes\"")
                .forEach(entry -> {
                  String environment = registry.environments().checkDeclared(entry.keyValue());
                  TriggerMode mode = entry.value().word(TriggerMode.class);
                  own.put(environment, mode);
                  if (mode == TriggerMode.AUTO) {
                    checkAllowed(entry.value(), environment);
                  }
                }));
    if (elsewhere == TriggerMode.AUTO) {
      environments.stream()
          .map(Environment::id)
          .filter(id -> !own.containsKey(id))
          .forEach(id -> usual.ifPresent(v -> checkAllowed(v, id)));
    }
    return new TriggerModes(elsewhere, own);
  }

  /** Nobody is asked then, so that two places have to say it. */
  private void checkAllowed(YamlValue place, String environment) {
    if (environments.stream()
        .anyMatch(e -> e.id().equals(environment) && e.automaticRollback().isEmpty())) {
      place.error(
          "the environment \"%s\" does not allow auto: it needs automatic_rollback: true there"
              .formatted(environment));
    }
  }

  private TriggerMeasurement measurement(YamlValue value, MappingReader trigger) {
    MappingReader fields =
        value.mapping(
            "this measurement",
            "service path status json within source query unit at_most at_least earlier window"
                + " delay traffic");
    Duration every = trigger.optional("every").map(SharedMappers::pace).orElse(DEFAULT_EVERY);
    String service = registry.services().checkDeclared(fields.required("service"));
    Optional<YamlValue> fires = trigger.optional("fires_after");
    int inARow = fires.map(v -> v.number(1, MAX_IN_A_ROW)).orElse(DEFAULT_FIRES);
    if (inARow == 1) {
      fires.ifPresent(v ->
          v.warn(
              "one bad measurement makes this trigger fire, and a single one is often an accident;"
                  + " 2 or more are safer"));
    }
    return new TriggerMeasurement(
        service,
        paced(ProbeMapper.measurement(value, fields), every),
        every,
        inARow,
        trigger
            .optional("recovers_after")
            .map(v -> v.number(1, MAX_IN_A_ROW))
            .orElse(DEFAULT_RECOVERS),
        trigger
            .optional("after_deployment")
            .map(SharedMappers::positiveDuration)
            .orElse(DEFAULT_AFTER),
        trigger.optional("otherwise_every").map(SharedMappers::pace));
  }

  private static Measurement paced(Measurement measurement, Duration every) {
    return switch (measurement) {
      case HttpGet get -> get;
      case MetricQuery query -> query.askedEvery(every);
    };
  }

  private AlertMatch alert(YamlValue value, Optional<String> measured) {
    MappingReader fields = value.mapping("this alert", "source match service environment");
    return new AlertMatch(
        system(fields.required("source")),
        labels(fields.required("match")),
        service(fields.required("service"), measured),
        registry.environments().checkDeclared(fields.required("environment")));
  }

  private static String system(YamlValue value) {
    String id = value.id();
    if (value.isText() && !id.isEmpty() && !AlertMatch.SYSTEMS.contains(id)) {
      value.errorInFile(ProblemCollector.unknown("system", id, AlertMatch.SYSTEMS));
    }
    return id;
  }

  /** One service recovers by what is measured of it, and not by what is measured of another. */
  private String service(YamlValue value, Optional<String> measured) {
    String service = registry.services().checkDeclared(value);
    measured
        .filter(other -> !other.equals(service))
        .filter(other -> registry.services().all().containsAll(List.of(service, other)))
        .ifPresent(other ->
            value.errorInFile(
                "this alert is about \"%s\", and the trigger measures \"%s\"; write a trigger of its"
                        .formatted(service, other)
                    + " own for it"));
    return service;
  }

  private static Map<String, String> labels(YamlValue value) {
    List<MappingReader.MappingEntry> entries = MappingReader.entries(value, "\"match\"");
    if (entries.isEmpty() && value.isMapping()) {
      value.error("\"match\" is empty: every alert would mean this trigger");
    }
    entries.stream()
        .filter(entry -> !LABEL.matcher(entry.key()).matches())
        .forEach(entry ->
            entry.keyValue().error("\"%s\" can't be the name of a label".formatted(entry.key())));
    return entries.stream()
        .collect(
            Collectors.toMap(
                MappingReader.MappingEntry::key,
                entry -> entry.value().scalarText(),
                (first, _) -> first,
                LinkedHashMap::new));
  }
}
