package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.DatabaseProcedure;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Probe.Expectation;
import dev.rollbackbot.runbook.Probe.Relation;
import dev.rollbackbot.runbook.Verification;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Probes, checks and the database procedure. */
record VerificationMapper(IdRegistry registry) {
  private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(5);
  private static final Duration DEFAULT_SETTLED = Duration.ofHours(24);
  private static final Duration DEFAULT_INCONCLUSIVE = Duration.ofMinutes(5);
  private static final Duration DEFAULT_WATCH = Duration.ofHours(1);
  private static final int MAX_PASSES = 20;

  Verification read(YamlValue value) {
    MappingReader fields =
        value.mapping(
            "the verification",
            "propagation passes_in_a_row interval settled inconclusive_after watch probes checks");
    if (fields.readable() && !fields.has("probes") && !fields.has("checks")) {
      value.error("nothing says that a rollback worked; add probes or checks");
    }
    return new Verification(
        fields.required("propagation").duration(),
        fields.required("passes_in_a_row").number(1, MAX_PASSES),
        fields.required("interval").duration(),
        fields.optional("settled").map(YamlValue::duration).orElse(DEFAULT_SETTLED),
        fields
            .optional("inconclusive_after")
            .map(SharedMappers::positiveDuration)
            .orElse(DEFAULT_INCONCLUSIVE),
        fields.optional("watch").map(YamlValue::duration).orElse(DEFAULT_WATCH),
        fields.listOf("probes").stream().map(this::probe).toList(),
        fields.listOf("checks").stream().map(this::check).toList());
  }

  private Probe probe(YamlValue value) {
    MappingReader fields =
        value.mapping("this probe", "id title service path status json within only_in");
    return new Probe(
        registry.checks().declare(fields.required("id")),
        fields.required("title").line(),
        registry.services().checkDeclared(fields.required("service")),
        startingWithSlash(fields.required("path"), "begin with a slash, such as /health"),
        fields.required("status").oneOrMore().stream()
            .map(v -> v.number(100, 599))
            .collect(Collectors.toSet()),
        fields.listOf("json").stream().map(VerificationMapper::expectation).toList(),
        fields.optional("within").map(YamlValue::duration).orElse(DEFAULT_WITHIN),
        fields.listOf("only_in").stream()
            .map(registry.environments()::checkDeclared)
            .collect(Collectors.toSet()));
  }

  private static String startingWithSlash(YamlValue value, String allowed) {
    return value.line(
        line -> line.startsWith("/"), value.name() + " must " + allowed + ", not \"%s\"");
  }

  private static Expectation expectation(YamlValue value) {
    MappingReader fields = value.mapping("this expectation", "at equals at_most at_least");
    String pointer =
        startingWithSlash(
            fields.required("at"), "be a JSON pointer that begins with a slash, such as /status");
    long relations = List.of("equals", "at_most", "at_least").stream().filter(fields::has).count();
    if (relations != 1 && fields.readable()) {
      value.error("an expectation has exactly one of equals, at_most, at_least");
    }
    return fields
        .optional("at_most")
        .map(v -> new Expectation(pointer, Relation.AT_MOST, v.decimal()))
        .or(() ->
            fields
                .optional("at_least")
                .map(v -> new Expectation(pointer, Relation.AT_LEAST, v.decimal())))
        .orElseGet(() ->
            new Expectation(
                pointer,
                Relation.EQUALS,
                fields.optional("equals").map(YamlValue::scalarText).orElse("")));
  }

  private HumanCheck check(YamlValue value) {
    return check(value.mapping("this check", "id title evidence guide"));
  }

  private HumanCheck check(MappingReader fields) {
    return new HumanCheck(
        registry.checks().declare(fields.required("id")),
        fields.required("title").line(),
        SharedMappers.evidence(fields),
        fields.optional("guide").map(YamlValue::text));
  }

  /** Its check is one of the human checks. */
  DatabaseProcedure database(YamlValue value) {
    MappingReader fields =
        value.mapping("the database procedure", "id title evidence guide when steps");
    return new DatabaseProcedure(
        check(fields),
        fields.required("when").text(),
        SharedMappers.guides(fields.required("steps").list()));
  }
}
