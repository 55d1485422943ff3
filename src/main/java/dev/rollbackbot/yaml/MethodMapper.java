package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways to carry out the rollback, in the order in which they are tried. */
final class MethodMapper {
  private final Catalog catalog;
  private final Ids ids = new Ids("method");
  private Optional<String> always = Optional.empty();

  MethodMapper(Catalog catalog) {
    this.catalog = catalog;
  }

  List<Method> read(Value value) {
    List<Method> methods = new ArrayList<>();
    value.list().forEach(v -> methods.add(method(v)));
    return methods;
  }

  private Method method(Value value) {
    Section section = Section.of(value, "this method", "id", "name", "when", "steps");
    Ids stepIds = new Ids("step");
    Method method =
        new Method(
            ids.declare(section.need("id")),
            section.need("name").line(),
            section.find("when").map(Value::line).orElse(""),
            section.need("steps").list().stream().map(v -> step(v, stepIds)).toList());
    always.ifPresent(before ->
        value.doubtful(
            "the method \"%s\" is never reached: \"%s\" above does not say when it is the one"
                    .formatted(method.id(), before)
                + " to take; give that one a when"));
    if (always.isEmpty() && !section.has("when") && section.readable()) {
      always = Optional.of(method.id());
    }
    return method;
  }

  private Step step(Value value, Ids stepIds) {
    Section section =
        Section.of(
            value,
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
    String id = stepIds.declare(section.need("id"));
    String title = section.need("title").line();
    if (section.has("roll_back") == section.has("do") && section.readable()) {
      value.wrong("a step has either roll_back (the bot does it) or do (a person does it)");
    }
    return section.has("roll_back") ? rollBack(section, id, title) : manual(section, id, title);
  }

  private Step rollBack(Section section, String id, String title) {
    if (!section.has("do")) {
      notHere(section, "do", "evidence", "service");
    }
    return new Step.RollBackService(
        id,
        title,
        catalog.services().refer(section.need("roll_back")),
        section.need("expected").line(),
        section.find("cannot_undo").map(Value::lines).orElse(List.of()),
        Common.guides(section.listOf("by_hand")));
  }

  private Step manual(Section section, String id, String title) {
    notHere(section, "roll_back", "expected", "cannot_undo", "by_hand");
    return new Step.Manual(
        id,
        title,
        section.find("do").map(Value::text).orElse(""),
        Common.evidence(section),
        section.find("service").map(catalog.services()::refer));
  }

  private static void notHere(Section section, String of, String... keys) {
    for (String key : keys) {
      section
          .find(key)
          .ifPresent(v -> v.wrong("\"%s\" belongs to a step with %s".formatted(key, of)));
    }
  }
}
