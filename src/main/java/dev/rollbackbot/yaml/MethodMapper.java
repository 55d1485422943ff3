package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import java.util.List;
import java.util.Optional;

/** Methods and their steps, in the order in which they are tried. */
final class MethodMapper {
  private final IdRegistry registry;
  private final IdScope ids = new IdScope("method");
  private Optional<String> always = Optional.empty();

  MethodMapper(IdRegistry registry) {
    this.registry = registry;
  }

  List<Method> read(YamlValue value) {
    return value.list().stream().map(this::method).toList();
  }

  private Method method(YamlValue value) {
    MappingReader fields = value.mapping("this method", "id name when steps");
    IdScope stepIds = registry.steps();
    Method method =
        new Method(
            ids.declare(fields.required("id")),
            fields.required("name").line(),
            fields.optional("when").map(YamlValue::line).orElse(""),
            fields.required("steps").list().stream().map(v -> step(v, stepIds)).toList());
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

  private Step step(YamlValue value, IdScope stepIds) {
    MappingReader fields =
        value.mapping(
            "this step", "id title roll_back expected cannot_undo by_hand do evidence service");
    String id = stepIds.declare(fields.required("id"));
    String title = fields.required("title").line();
    if (fields.has("roll_back") == fields.has("do") && fields.readable()) {
      value.error("a step has either roll_back (the bot does it) or do (a person does it)");
    }
    return fields.has("roll_back") ? rollBack(fields, id, title) : manual(fields, id, title);
  }

  private Step rollBack(MappingReader fields, String id, String title) {
    if (!fields.has("do")) {
      fields.forbid("a step with do", "evidence", "service");
    }
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
    return new Step.Manual(
        id,
        title,
        fields.optional("do").map(YamlValue::text).orElse(""),
        SharedMappers.evidence(fields),
        fields.optional("service").map(registry.services()::checkDeclared));
  }
}
