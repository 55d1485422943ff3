package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.composition.OptionGroupObject;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.DatetimePickerElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.block.element.UsersSelectElement;
import dev.rollbackbot.incident.Actor;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.runbook.DrillScope;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.runbook.Visibility;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.text.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The elements of the modal that declares an incident. */
final class DeclareInputs {
  static final String ONLY_INVITED =
      ":lock: Private: only who is invited to its channel sees it. You and the lead are; invite"
          + " the approvers there.";

  private DeclareInputs() {}

  static BlockElement visibility(DeclareModal.DeclareForm declareForm) {
    OptionObject everybody = BlockKit.option("Everybody", Visibility.PUBLIC.name());
    OptionObject invited = BlockKit.option("Only who is invited", Visibility.PRIVATE.name());
    return StaticSelectElement.builder()
        .actionId(DeclareModal.VISIBILITY)
        .options(List.of(everybody, invited))
        .initialOption(declareForm.visibility() == Visibility.PRIVATE ? invited : everybody)
        .build();
  }

  static BlockElement observed(Runbook runbook, DeclareModal.DeclareForm declareForm) {
    OptionObject other = BlockKit.option("Something else", Declaration.OTHER);
    List<OptionGroupObject> groups =
        Stream.of(
                group("Seen by monitoring", options(runbook, Trigger.TriggerKind.AUTOMATIC)),
                group("Judged by people", options(runbook, Trigger.TriggerKind.MANUAL)),
                group("Other", List.of(other)))
            .filter(group -> !group.getOptions().isEmpty())
            .toList();
    OptionObject chosen =
        groups.stream()
            .flatMap(g -> g.getOptions().stream())
            .filter(o -> o.getValue().equals(declareForm.observed()))
            .findFirst()
            .orElse(other);
    return StaticSelectElement.builder()
        .actionId(DeclareModal.OBSERVED)
        .optionGroups(groups)
        .initialOption(chosen)
        .build();
  }

  private static List<OptionObject> options(Runbook runbook, Trigger.TriggerKind kind) {
    return runbook.triggers().stream()
        .filter(t -> t.kind() == kind)
        .limit(BlockKitLimits.OPTIONS)
        .map(t -> BlockKit.option(t.text(), t.id()))
        .toList();
  }

  private static OptionGroupObject group(String label, List<OptionObject> options) {
    return OptionGroupObject.builder()
        .label(BlockKit.plain(label, BlockKitLimits.OPTION))
        .options(options)
        .build();
  }

  static BlockElement affecting(DeclareModal.DeclareForm declareForm) {
    List<OptionObject> options =
        List.of(
            BlockKit.option("Yes, users feel it", DeclareModal.YES),
            BlockKit.option("No, not yet", DeclareModal.NO));
    return BlockKit.radio(
        DeclareModal.AFFECTING,
        options,
        declareForm.affecting() ? DeclareModal.YES : DeclareModal.NO);
  }

  static BlockElement severity(DeclareModal.DeclareForm declareForm) {
    List<OptionObject> options =
        List.of(
            BlockKit.option("CRITICAL", Severity.CRITICAL.name(), "Data loss, security"),
            BlockKit.option("HIGH", Severity.HIGH.name(), "Errors, failures"),
            BlockKit.option("MEDIUM", Severity.MEDIUM.name(), "Performance, user experience"));
    return BlockKit.radio(DeclareModal.SEVERITY, options, declareForm.severity().name());
  }

  static BlockElement text(DeclareModal.DeclareForm declareForm) {
    PlainTextInputElement element =
        BlockKit.text(DeclareModal.TEXT, true, DeclareModal.MAX_DESCRIPTION);
    if (!declareForm.description().isEmpty()) {
      element.setInitialValue(
          Truncation.truncate(declareForm.description(), DeclareModal.MAX_DESCRIPTION));
    }
    return element;
  }

  static BlockElement detectedAt(DeclareModal.DeclareForm declareForm) {
    return DatetimePickerElement.builder()
        .actionId(DeclareModal.DETECTED)
        .initialDateTime((int) declareForm.detectedAt().getEpochSecond())
        .build();
  }

  static BlockElement beganAt(DeclareModal.DeclareForm declareForm) {
    DatetimePickerElement element =
        DatetimePickerElement.builder().actionId(DeclareModal.BEGAN).build();
    declareForm.beganAt().ifPresent(at -> element.setInitialDateTime((int) at.getEpochSecond()));
    return element;
  }

  static BlockElement lead(DeclareModal.DeclareForm declareForm) {
    UsersSelectElement element = UsersSelectElement.builder().actionId(DeclareModal.LEAD).build();
    // Nobody leads what the bot opened until somebody is chosen.
    if (!declareForm.lead().equals(Actor.BOT.id())) {
      element.setInitialUser(declareForm.lead());
    }
    return element;
  }

  /** Those that can be chosen. */
  static List<Method> methods(Runbook runbook, Optional<String> environment, boolean drill) {
    return environment
        .flatMap(runbook::environment)
        .filter(_ -> drill)
        .map(there -> DrillScope.of(runbook, there).methods())
        .orElse(runbook.methods());
  }

  static Optional<String> methodProblem(Runbook runbook, DeclareModal.DeclareForm form) {
    if (runbook.method(form.method()).isEmpty()) {
      return Optional.of("This runbook has no such method. Choose one of the list.");
    }
    return methods(runbook, form.environment(), form.drill()).stream()
            .anyMatch(method -> method.id().equals(form.method()))
        ? Optional.empty()
        : Optional.of("It uses what another environment has, too. Choose another for a drill.");
  }

  static BlockElement method(Runbook runbook, DeclareModal.DeclareForm declareForm) {
    List<OptionObject> options = new ArrayList<>();
    for (Method method : methods(runbook, declareForm.environment(), declareForm.drill())) {
      options.add(
          BlockKit.option(
              (options.size() + 1) + ". " + method.name(),
              method.id(),
              BlockKitLimits.nonEmpty(method.when())));
    }
    return BlockKit.select(DeclareModal.METHOD, options, declareForm.method());
  }

  static BlockElement environment(Runbook runbook, DeclareModal.DeclareForm declareForm) {
    List<OptionObject> options =
        runbook.environments().stream()
            .filter(e -> !declareForm.drill() || runbook.drill().allows(e.id()))
            .map(e -> BlockKit.option(e.id(), e.id()))
            .toList();
    return BlockKit.select(DeclareModal.ENVIRONMENT, options, declareForm.environment().orElse(""));
  }
}
