package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.DatabaseProcedure;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Checks, the database procedure, and how often probes run. */
record VerificationMapper(IdRegistry registry) {
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
    List<Probe> probes =
        fields.listOf("probes").stream().map(new ProbeMapper(registry)::read).toList();
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
        probes,
        fields.listOf("checks").stream().map(check -> check(check, probes)).toList());
  }

  private HumanCheck check(YamlValue value, List<Probe> probes) {
    MappingReader fields = value.mapping("this check", "id title evidence guide measured_by");
    return check(fields, measuredBy(fields, probes));
  }

  private static List<String> measuredBy(MappingReader fields, List<Probe> probes) {
    List<String> ids = probes.stream().map(Probe::id).toList();
    List<YamlValue> named = fields.listOf("measured_by");
    named.stream()
        .filter(v -> v.isText() && !ids.contains(v.line()))
        .forEach(v -> v.error(ProblemCollector.unknown("probe", v.line(), Set.copyOf(ids))));
    return named.stream().map(YamlValue::line).filter(ids::contains).toList();
  }

  private HumanCheck check(MappingReader fields, List<String> measuredBy) {
    return new HumanCheck(
        registry.checks().declare(fields.required("id")),
        fields.required("title").line(),
        SharedMappers.evidence(fields),
        fields.optional("guide").map(YamlValue::text),
        measuredBy);
  }

  /** Its check is one of the human checks. */
  DatabaseProcedure database(YamlValue value) {
    MappingReader fields =
        value.mapping("the database procedure", "id title evidence guide when steps");
    return new DatabaseProcedure(
        check(fields, List.of()),
        fields.required("when").text(),
        SharedMappers.guides(fields.required("steps").list()));
  }
}
