package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.DatabaseProcedure;
import dev.rollbackbot.runbook.HumanCheck;
import dev.rollbackbot.runbook.Verification;
import java.time.Duration;

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
        fields.listOf("probes").stream().map(new ProbeMapper(registry)::read).toList(),
        fields.listOf("checks").stream().map(this::check).toList());
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
