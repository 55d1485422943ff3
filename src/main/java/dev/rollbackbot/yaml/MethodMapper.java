package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways to carry out the rollback, in the order in which they are tried. */
final class MethodMapper {
  private final IdRegistry registry;
  private final IdScope idScope = new IdScope("method");
  private Optional<String> always = Optional.empty();

  MethodMapper(IdRegistry registry) {
    this.registry = registry;
  }

  List<Method> read(YamlValue yamlValue) {
    List<Method> methods = new ArrayList<>();
    yamlValue.list().forEach(v -> methods.add(method(v)));
    return methods;
  }

  private Method method(YamlValue yamlValue) {
    MappingReader mappingReader =
        MappingReader.of(yamlValue, "this method", "id", "name", "when", "steps");
    IdScope stepIds = new IdScope("step");
    Method method =
        new Method(
            idScope.declare(mappingReader.required("id")),
            mappingReader.required("name").line(),
            mappingReader.optional("when").map(YamlValue::line).orElse(""),
            mappingReader.required("steps").list().stream().map(v -> step(v, stepIds)).toList());
    always.ifPresent(before ->
        yamlValue.warn(
            "the method \"%s\" is never reached: \"%s\" above does not say when it is the one"
                    .formatted(method.id(), before)
                + " to take; give that one a when"));
    if (always.isEmpty() && !mappingReader.has("when") && mappingReader.readable()) {
      always = Optional.of(method.id());
    }
    return method;
  }

  private Step step(YamlValue yamlValue, IdScope stepIds) {
    MappingReader mappingReader =
        MappingReader.of(
            yamlValue,
            "this step",
            "id",
            "title",
            "roll_back",
            "expected",
            "cannot_undo",
            "by_hand",
            "do",
            "evidence",
            "service");
    String id = stepIds.declare(mappingReader.required("id"));
    String title = mappingReader.required("title").line();
    if (mappingReader.has("roll_back") == mappingReader.has("do") && mappingReader.readable()) {
      yamlValue.error("a step has either roll_back (the bot does it) or do (a person does it)");
    }
    return mappingReader.has("roll_back")
        ? rollBack(mappingReader, id, title)
        : manual(mappingReader, id, title);
  }

  private Step rollBack(MappingReader mappingReader, String id, String title) {
    if (!mappingReader.has("do")) {
      notHere(mappingReader, "do", "evidence", "service");
    }
    return new Step.RollBackService(
        id,
        title,
        registry.services().checkDeclared(mappingReader.required("roll_back")),
        mappingReader.required("expected").line(),
        mappingReader.optional("cannot_undo").map(YamlValue::lines).orElse(List.of()),
        SharedMappers.guides(mappingReader.listOf("by_hand")));
  }

  private Step manual(MappingReader mappingReader, String id, String title) {
    notHere(mappingReader, "roll_back", "expected", "cannot_undo", "by_hand");
    return new Step.Manual(
        id,
        title,
        mappingReader.optional("do").map(YamlValue::text).orElse(""),
        SharedMappers.evidence(mappingReader),
        mappingReader.optional("service").map(registry.services()::checkDeclared));
  }

  private static void notHere(MappingReader mappingReader, String mapping, String... keys) {
    for (String key : keys) {
      mappingReader
          .optional(key)
          .ifPresent(v -> v.error("\"%s\" belongs to a step with %s".formatted(key, mapping)));
    }
  }
}
