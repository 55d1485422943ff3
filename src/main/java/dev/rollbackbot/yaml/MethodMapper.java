package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Methods and their steps, in the order in which they are tried. */
final class MethodMapper {
  /** The word for a change that can't be taken back. */
  private static final String NONE = "none";

  private final IdRegistry registry;
  private final PatchReader patches;
  private final IdScope ids = new IdScope("method");
  private final Map<YamlValue, String> alternatives = new IdentityHashMap<>();
  private Optional<String> always = Optional.empty();

  MethodMapper(IdRegistry registry, PatchReader patches) {
    this.registry = registry;
    this.patches = patches;
  }

  List<Method> read(YamlValue value) {
    List<Method> methods = value.list().stream().map(this::method).toList();
    alternatives.forEach((place, other) -> {
      boolean one =
          methods.stream().anyMatch(m -> m.id().equals(other) && m.insteadOf().isEmpty());
      if (!one) {
        place.error(
            "\"instead_of\" is the id of a method without instead_of, not \"%s\"".formatted(other));
      }
    });
    return methods;
  }

  private Method method(YamlValue value) {
    MappingReader fields = value.mapping("this method", "id name when instead_of steps");
    IdScope stepIds = registry.steps();
    Method method =
        new Method(
            ids.declare(fields.required("id")),
            fields.required("name").line(),
            fields.optional("when").map(YamlValue::line).orElse(""),
            fields.required("steps").list().stream().map(v -> step(v, stepIds)).toList(),
            fields.optional("instead_of").map(this::alternative));
    GitHubJobMapper.checkMerges(value, method.steps());
    if (method.insteadOf().isPresent()) {
      return method;
    }
    always.ifPresent(before ->
        value.warn(
            "the method \"%s\" is never reached: \"%s\" above does not say when it is the one"
                    .formatted(method.id(), before)
                + " to take; give that one a when"));
    if (always.isEmpty() && !fields.has("when") && fields.readable()) {
      always = Optional.of(method.id());
    }
    return method;
  }

  private String alternative(YamlValue value) {
    String other = value.line();
    alternatives.put(value, other);
    return other;
  }

  private Step step(YamlValue value, IdScope stepIds) {
    MappingReader fields =
        value.mapping(
            "this step",
            "id title roll_back run inputs timeout expected way_back cannot_undo by_hand do"
                + " evidence service");
    String id = stepIds.declare(fields.required("id"));
    String title = fields.required("title").line();
    long kinds = Stream.of("roll_back", "run", "do").filter(fields::has).count();
    if (kinds != 1 && fields.readable()) {
      value.error(
          "a step has one of roll_back (the bot makes a version live), run (a provider runs a job)"
              + " and do (a person does it)");
    }
    if (fields.has("run")) {
      return run(fields, id, title);
    }
    return fields.has("roll_back") ? rollBack(fields, id, title) : manual(fields, id, title);
  }

  private Step run(MappingReader fields, String id, String title) {
    fields.forbid("a step with do", "evidence");
    List<JobInput> inputs = JobMapper.inputs(fields.listOf("inputs"), patches.archived());
    YamlValue wayBack = fields.required("way_back");
    Optional<String> service = fields.optional("service").map(registry.services()::checkDeclared);
    return new Step.JobStep(
        id,
        title,
        new JobMapper(inputs, service.isPresent(), patches).job(fields.required("run")),
        inputs,
        service,
        fields.required("expected").line(),
        Optional.of(wayBack.line()).filter(text -> !text.equals(NONE)),
        fields.optional("cannot_undo").map(YamlValue::lines).orElse(List.of()),
        SharedMappers.guides(fields.listOf("by_hand")),
        SharedMappers.positiveDuration(fields.required("timeout")));
  }

  private Step rollBack(MappingReader fields, String id, String title) {
    if (!fields.has("do")) {
      fields.forbid("a step with do", "evidence", "service");
    }
    fields.forbid("a step with run", "inputs", "timeout", "way_back");
    return new Step.RollBackService(
        id,
        title,
        registry.services().checkDeclared(fields.required("roll_back")),
        fields.required("expected").line(),
        fields.optional("cannot_undo").map(YamlValue::lines).orElse(List.of()),
        SharedMappers.guides(fields.listOf("by_hand")));
  }

  private Step manual(MappingReader fields, String id, String title) {
    fields.forbid("a step with roll_back", "expected", "cannot_undo", "by_hand");
    fields.forbid("a step with run", "inputs", "timeout", "way_back");
    return new Step.Manual(
        id,
        title,
        fields.optional("do").map(YamlValue::text).orElse(""),
        SharedMappers.evidence(fields),
        fields.optional("service").map(registry.services()::checkDeclared));
  }
}
