package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.DatabaseProcedure;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Probe.Expectation;
import dev.rollbackbot.runbook.Probe.Relation;
import dev.rollbackbot.runbook.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How it is seen that the rollback worked. */
final class VerificationMapper {
  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);
  private static final int MAX_PASSES = 20;

  private final IdRegistry registry;

  VerificationMapper(IdRegistry registry) {
    this.registry = registry;
  }

  Verification read(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "the verification",
            "propagation",
            "passes_in_a_row",
            "interval",
            "probes",
            "checks");
    if (mappingReader.readable() && !mappingReader.has("probes") && !mappingReader.has("checks")) {
      yamlValue.error("nothing says that a rollback worked; add probes or checks");
    }
    return new Verification(
        mappingReader.required("propagation").duration(),
        mappingReader.required("passes_in_a_row").number(1, MAX_PASSES),
        mappingReader.required("interval").duration(),
        mappingReader.listOf("probes").stream().map(this::probe).toList(),
        mappingReader.listOf("checks").stream().map(this::check).toList());
  }

  private Probe probe(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "this probe",
            "id",
            "title",
            "service",
            "path",
            "status",
            "json",
            "within",
            "only_in");
    return new Probe(
        registry.checks().declare(mappingReader.required("id")),
        mappingReader.required("title").line(),
        registry.services().checkDeclared(mappingReader.required("service")),
        path(mappingReader.required("path")),
        mappingReader.required("status").oneOrMore().stream()
            .map(v -> v.number(100, 599))
            .collect(Collectors.toSet()),
        mappingReader.listOf("json").stream().map(VerificationMapper::expectation).toList(),
        mappingReader.optional("within").map(YamlValue::duration).orElse(DEFAULT_WITHIN),
        onlyIn(mappingReader));
  }

  private Set<String> onlyIn(MappingReader mappingReader) {
    return mappingReader.listOf("only_in").stream()
        .map(registry.environments()::checkDeclared)
        .collect(Collectors.toSet());
  }

  private static String path(YamlValue yamlValue) {
    String path = yamlValue.line();
    if (!path.isEmpty() && !path.startsWith("/")) {
      yamlValue.error(
          "\"path\" must begin with a slash, such as /health, not \"%s\"".formatted(path));
    }
    return path;
  }

  private static Expectation expectation(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this expectation", "at", "equals", "at_most", "at_least");
    String pointer = pointer(mappingReader.required("at"));
    long relations =
        List.of("equals", "at_most", "at_least").stream().filter(mappingReader::has).count();
    if (relations != 1 && mappingReader.readable()) {
      yamlValue.error("an expectation has exactly one of equals, at_most, at_least");
    }
    return mappingReader
        .optional("at_most")
        .map(v -> new Expectation(pointer, Relation.AT_MOST, v.decimal()))
        .or(() ->
            mappingReader
                .optional("at_least")
                .map(v -> new Expectation(pointer, Relation.AT_LEAST, v.decimal())))
        .orElseGet(() ->
            new Expectation(
                pointer,
                Relation.EQUALS,
                mappingReader.optional("equals").map(YamlValue::scalarText).orElse("")));
  }

  private static String pointer(YamlValue yamlValue) {
    String pointer = yamlValue.line();
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      yamlValue.error(
          "\"at\" must be a JSON pointer that begins with a slash, such as /status, not \"%s\""
              .formatted(pointer));
    }
    return pointer;
  }

  private HumanCheck check(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this check", "id", "title", "evidence", "guide");
    return check(mappingReader);
  }

  private HumanCheck check(MappingReader mappingReader) {
    return new HumanCheck(
        registry.checks().declare(mappingReader.required("id")),
        mappingReader.required("title").line(),
        SharedMappers.evidence(mappingReader),
        mappingReader.optional("guide").map(YamlValue::text));
  }

  /** The database procedure; its check is one of the human checks. */
  DatabaseProcedure database(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "the database procedure",
            "id",
            "title",
            "evidence",
            "guide",
            "when",
            "steps");
    return new DatabaseProcedure(
        check(mappingReader),
        mappingReader.required("when").text(),
        SharedMappers.guides(mappingReader.required("steps").list()));
  }
}
