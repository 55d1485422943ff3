package dev.rollbackbot.yaml;

import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.CodePatch;
import dev.rollbackbot.runbook.job.DatabaseSpec;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.runbook.job.PatchCheck;
import dev.rollbackbot.runbook.job.SqlScript;
import dev.rollbackbot.runbook.job.SuccessCondition;
import dev.rollbackbot.yaml.IdRegistry.IdScope;
import dev.rollbackbot.yaml.RunbookReader.FolderFiles;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Methods and their steps, in the order in which they are tried. */
final class MethodMapper {
  /** The word for a change that can't be taken back. */
  private static final String NONE = "none";

  private static final String TOGETHER = "together";

  /** People read on one card what begins when. */
  private static final int MOST_TOGETHER = 8;

  private final IdRegistry registry;
  private final PatchReader patches;
  private final IdScope ids = new IdScope("method");
  private final List<Alternative> alternatives = new ArrayList<>();
  private Optional<String> always = Optional.empty();

  private record Alternative(YamlValue place, String insteadOf) {}

  MethodMapper(IdRegistry registry, PatchReader patches) {
    this.registry = registry;
    this.patches = patches;
  }

  List<Method> read(YamlValue value) {
    List<Method> methods = value.list().stream().map(this::method).toList();
    for (Alternative alternative : alternatives) {
      String other = alternative.insteadOf();
      if (methods.stream().noneMatch(m -> m.id().equals(other) && m.insteadOf().isEmpty())) {
        alternative
            .place()
            .error(
                "\"instead_of\" is the id of a method without instead_of, not \"%s\""
                    .formatted(other));
      }
    }
    return methods;
  }

  private Method method(YamlValue value) {
    MappingReader fields = value.mapping("this method", "id name when instead_of through steps");
    IdScope stepIds = registry.steps();
    String id = ids.declare(fields.required("id"));
    String name = fields.required("name").line();
    String when = fields.optional("when").map(YamlValue::line).orElse("");
    YamlValue list = fields.required("steps");
    List<Step> steps = new ArrayList<>();
    List<List<String>> together = new ArrayList<>();
    for (YamlValue entry : list.list()) {
      if (isGroup(entry)) {
        List<Step> group = group(entry, stepIds);
        steps.addAll(group);
        together.add(group.stream().map(Step::id).toList());
      } else {
        steps.add(step(entry, stepIds));
      }
    }
    if (steps.size() > YamlValue.MAX_ENTRIES) {
      list.error(
          "this method has %d steps; at most %d are allowed"
              .formatted(steps.size(), YamlValue.MAX_ENTRIES));
    }
    Method method =
        new Method(
            id,
            name,
            when,
            steps,
            together,
            fields.optional("instead_of").map(this::alternative),
            fields.optional("through").map(owner -> owner.word(Method.Owner.class)));
    GitHubJobMapper.checkMerges(value, method);
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

  private static boolean isGroup(YamlValue value) {
    return hasKey(value, TOGETHER);
  }

  private static boolean hasKey(YamlValue value, String key) {
    return value.node() instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(tuple ->
                tuple.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key));
  }

  /** Steps that run at the same time; {@link RunbookLinter} says which can't. */
  private List<Step> group(YamlValue value, IdScope stepIds) {
    YamlValue entries = value.mapping("a group of steps", TOGETHER).required(TOGETHER);
    List<Step> steps = new ArrayList<>();
    for (YamlValue entry : entries.list()) {
      if (isGroup(entry)) {
        entry.error("a group has no group in it; put these steps into the one around them");
      } else {
        Step step = step(entry, stepIds);
        if (step instanceof Step.Manual && hasKey(entry, "do")) {
          entry.error(
              "the step \"%s\" is done by a person, so it can't run at the same time as others;"
                      .formatted(step.id())
                  + " put it before or after the group");
        }
        if (step instanceof Step.JobStep run && run.job() instanceof DatabaseSpec) {
          entry.error(
              "the script of \"%s\" needs a consent of its own, so it can't run at the same time as other steps; put it after the group"
                  .formatted(step.id()));
        }
        steps.add(step);
      }
    }
    if (steps.size() == 1) {
      entries.error("only one step is in this group; write it without \"together\"");
    } else if (steps.size() > MOST_TOGETHER) {
      entries.error(
          "%d steps can't run at the same time; at most %d can: make two groups of them"
              .formatted(steps.size(), MOST_TOGETHER));
    }
    return steps;
  }

  private String alternative(YamlValue value) {
    String other = value.line();
    alternatives.add(new Alternative(value, other));
    return other;
  }

  private Step step(YamlValue value, IdScope stepIds) {
    MappingReader fields =
        value.mapping(
            "this step",
            "id title roll_back run inputs timeout success expected way_back cannot_undo by_hand do"
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
        new JobMapper(inputs, service.isPresent(), patches).job(fields.required("run"), registry),
        inputs,
        service,
        fields.required("expected").line(),
        Optional.of(wayBack.line()).filter(text -> !text.equals(NONE)),
        fields.optional("cannot_undo").map(YamlValue::lines).orElse(List.of()),
        SharedMappers.guides(fields.listOf("by_hand")),
        SharedMappers.positiveDuration(fields.required("timeout")),
        fields.optional("success").map(this::success));
  }

  /** {@link RunbookLinter} says which probes can't tell. */
  private SuccessCondition success(YamlValue value) {
    MappingReader fields = value.mapping("the success of this step", "probes within");
    return new SuccessCondition(
        fields.required("probes").list().stream()
            .map(registry.checks()::checkDeclared)
            .distinct()
            .toList(),
        SharedMappers.positiveDuration(fields.required("within")));
  }

  private Step rollBack(MappingReader fields, String id, String title) {
    if (!fields.has("do")) {
      fields.forbid("a step with do", "evidence", "service");
    }
    fields.forbid("a step with run", "inputs", "timeout", "success", "way_back");
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
    fields.forbid("a step with run", "inputs", "timeout", "success", "way_back");
    return new Step.Manual(
        id,
        title,
        fields.optional("do").map(YamlValue::text).orElse(""),
        SharedMappers.evidence(fields),
        fields.optional("service").map(registry.services()::checkDeclared));
  }

  /**
   * Reads the patches and scripts that a runbook names from the files beside it.
   *
   * @param archived see {@link EnvironmentMapper}
   * @param taken those that were read, each once
   */
  record PatchReader(boolean archived, FolderFiles files, List<CodePatch> taken) {
    PatchReader(boolean archived, FolderFiles files) {
      this(archived, files, new ArrayList<>());
    }

    /** Empty: it can't be used, which is reported. */
    Optional<CodePatch> read(YamlValue value) {
      return read(value, CodePatch::isName, "patch", PatchCheck::problem);
    }

    /** The same of a script for a database. */
    Optional<CodePatch> script(YamlValue value) {
      return read(value, CodePatch::isScriptName, "sql", SqlScript::problem);
    }

    private Optional<CodePatch> read(
        YamlValue value,
        Predicate<String> isName,
        String end,
        Function<String, Optional<String>> check) {
      String name = value.line();
      String what = end.equals("sql") ? "script" : end;
      if (!isName.test(name)) {
        if (!name.isEmpty()) {
          value.error(
              "%s is the name of a file beside the runbook that ends with .%s, without a folder, not \"%s\""
                  .formatted(value.name(), end, name));
        }
        return Optional.empty();
      }
      Optional<CodePatch> before = taken.stream().filter(p -> p.name().equals(name)).findFirst();
      if (before.isPresent()) {
        return before;
      }
      try {
        CodePatch patch = new CodePatch(name, files.text(name));
        Optional<String> problem = archived ? Optional.empty() : check.apply(patch.text());
        problem.ifPresent(why -> value.error("the %s %s %s".formatted(what, name, why)));
        taken.add(patch);
        return Optional.of(patch);
      } catch (NoSuchFileException e) {
        value.error(
            "there is no file %s beside the runbook; put the %s there".formatted(name, what));
      } catch (CharacterCodingException e) {
        value.error(
            "the %s %s is not UTF-8 text and can't be shown; such a file has to be changed by hand"
                .formatted(what, name));
      } catch (IOException e) {
        value.error("the %s %s can't be read: %s".formatted(what, name, e.getMessage()));
      }
      return Optional.empty();
    }
  }
}
