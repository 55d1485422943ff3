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

  private final Catalog catalog;

  VerificationMapper(Catalog catalog) {
    this.catalog = catalog;
  }

  Verification read(Value value) {
    Section section =
        Section.of(
            value,
            "the verification",
            "propagation",
            "passes_in_a_row",
            "interval",
            "probes",
            "checks");
    if (section.readable() && !section.has("probes") && !section.has("checks")) {
      value.wrong("nothing says that a rollback worked; add probes or checks");
    }
    return new Verification(
        section.need("propagation").duration(),
        section.need("passes_in_a_row").number(1, MAX_PASSES),
        section.need("interval").duration(),
        section.listOf("probes").stream().map(this::probe).toList(),
        section.listOf("checks").stream().map(this::check).toList());
  }

  private Probe probe(Value value) {
    Section section =
        Section.of(
            value,
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
        catalog.checks().declare(section.need("id")),
        section.need("title").line(),
        catalog.services().refer(section.need("service")),
        path(section.need("path")),
        section.need("status").oneOrMore().stream()
            .map(v -> v.number(100, 599))
            .collect(Collectors.toSet()),
        section.listOf("json").stream().map(VerificationMapper::expectation).toList(),
        section.find("within").map(Value::duration).orElse(DEFAULT_WITHIN),
        onlyIn(section));
  }

  private Set<String> onlyIn(Section section) {
    return section.listOf("only_in").stream()
        .map(catalog.environments()::refer)
        .collect(Collectors.toSet());
  }

  private static String path(Value value) {
    String path = value.line();
    if (!path.isEmpty() && !path.startsWith("/")) {
      value.wrong("\"path\" must begin with a slash, such as /health, not \"%s\"".formatted(path));
    }
    return path;
  }

  private static Expectation expectation(Value value) {
    Section section = Section.of(value, "this expectation", "at", "equals", "at_most", "at_least");
    String pointer = pointer(section.need("at"));
    long relations = List.of("equals", "at_most", "at_least").stream().filter(section::has).count();
    if (relations != 1 && section.readable()) {
      value.wrong("an expectation has exactly one of equals, at_most, at_least");
    }
    return section
        .find("at_most")
        .map(v -> new Expectation(pointer, Relation.AT_MOST, v.decimal()))
        .or(() ->
            section
                .find("at_least")
                .map(v -> new Expectation(pointer, Relation.AT_LEAST, v.decimal())))
        .orElseGet(() ->
            new Expectation(
                pointer, Relation.EQUALS, section.find("equals").map(Value::simple).orElse("")));
  }

  private static String pointer(Value value) {
    String pointer = value.line();
    if (!pointer.isEmpty() && !pointer.startsWith("/")) {
      value.wrong(
          "\"at\" must be a JSON pointer that begins with a slash, such as /status, not \"%s\""
              .formatted(pointer));
    }
    return pointer;
  }

  private HumanCheck check(Value value) {
    Section section = Section.of(value, "this check", "id", "title", "evidence", "guide");
    return check(section);
  }

  private HumanCheck check(Section section) {
    return new HumanCheck(
        catalog.checks().declare(section.need("id")),
        section.need("title").line(),
        Common.evidence(section),
        section.find("guide").map(Value::text));
  }

  /** The database procedure; its check is one of the human checks. */
  DatabaseProcedure database(Value value) {
    Section section =
        Section.of(
            value, "the database procedure", "id", "title", "evidence", "guide", "when", "steps");
    return new DatabaseProcedure(
        check(section), section.need("when").text(), Common.guides(section.need("steps").list()));
  }
}
