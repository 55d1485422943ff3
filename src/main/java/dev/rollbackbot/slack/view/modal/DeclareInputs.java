package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.composition.OptionGroupObject;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.DatetimePickerElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.RadioButtonsElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.block.element.UsersSelectElement;
import dev.rollbackbot.incident.Declaration;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Severity;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is filled in to declare an incident: one element for each question. */
final class DeclareInputs {
  private DeclareInputs() {}

  static BlockElement observed(Runbook runbook, DeclareModal.Form form) {
    List<OptionGroupObject> groups = new ArrayList<>();
    group(runbook, Trigger.TriggerKind.AUTOMATIC, "Seen by monitoring").ifPresent(groups::add);
    group(runbook, Trigger.TriggerKind.MANUAL, "Judged by people").ifPresent(groups::add);
    OptionObject other = BlockKit.option("Something else", Declaration.OTHER);
    groups.add(
        OptionGroupObject.builder()
            .label(BlockKit.plain("Other", BlockKitLimits.OPTION))
            .options(List.of(other))
            .build());
    OptionObject chosen =
        groups.stream()
            .flatMap(g -> g.getOptions().stream())
            .filter(o -> o.getValue().equals(form.observed()))
            .findFirst()
            .orElse(other);
    return StaticSelectElement.builder()
        .actionId(DeclareModal.OBSERVED)
        .optionGroups(groups)
        .initialOption(chosen)
        .build();
  }

  private static Optional<OptionGroupObject> group(
      Runbook runbook, Trigger.TriggerKind kind, String label) {
    List<OptionObject> options =
        runbook.triggers().stream()
            .filter(t -> t.kind() == kind)
            .limit(BlockKitLimits.OPTIONS)
            .map(t -> BlockKit.option(t.text(), t.id()))
            .toList();
    return options.isEmpty()
        ? Optional.empty()
        : Optional.of(
            OptionGroupObject.builder()
                .label(BlockKit.plain(label, BlockKitLimits.OPTION))
                .options(options)
                .build());
  }

  static BlockElement affecting(DeclareModal.Form form) {
    List<OptionObject> options =
        List.of(
            BlockKit.option("Yes, users feel it", DeclareModal.YES),
            BlockKit.option("No, not yet", DeclareModal.NO));
    return RadioButtonsElement.builder()
        .actionId(DeclareModal.AFFECTING)
        .options(options)
        .initialOption(options.get(form.affecting() ? 0 : 1))
        .build();
  }

  static BlockElement severity(DeclareModal.Form form) {
    List<OptionObject> options =
        List.of(
            BlockKit.option("CRITICAL", Severity.CRITICAL.name(), "Data loss, security"),
            BlockKit.option("HIGH", Severity.HIGH.name(), "Errors, failures"),
            BlockKit.option("MEDIUM", Severity.MEDIUM.name(), "Performance, user experience"));
    return RadioButtonsElement.builder()
        .actionId(DeclareModal.SEVERITY)
        .options(options)
        .initialOption(chosen(options, form.severity().name()))
        .build();
  }

  static BlockElement text(DeclareModal.Form form) {
    PlainTextInputElement element =
        BlockKit.text(DeclareModal.TEXT, true, DeclareModal.DESCRIPTION);
    if (!form.description().isEmpty()) {
      element.setInitialValue(form.description());
    }
    return element;
  }

  static BlockElement detectedAt(DeclareModal.Form form) {
    return DatetimePickerElement.builder()
        .actionId(DeclareModal.DETECTED)
        .initialDateTime((int) form.detectedAt().getEpochSecond())
        .build();
  }

  static BlockElement lead(DeclareModal.Form form) {
    return UsersSelectElement.builder()
        .actionId(DeclareModal.LEAD)
        .initialUser(form.lead())
        .build();
  }

  static BlockElement method(Runbook runbook, DeclareModal.Form form) {
    List<OptionObject> options = new ArrayList<>();
    for (Method method : runbook.methods()) {
      options.add(
          BlockKit.option(
              (options.size() + 1) + ". " + method.name(),
              method.id(),
              BlockKitLimits.nonEmpty(method.when())));
    }
    return select(DeclareModal.METHOD, options, form.method());
  }

  static BlockElement environment(Runbook runbook, DeclareModal.Form form) {
    List<OptionObject> options =
        runbook.environments().stream().map(e -> BlockKit.option(e.id(), e.id())).toList();
    return select(DeclareModal.ENVIRONMENT, options, form.environment().orElse(""));
  }

  private static OptionObject chosen(List<OptionObject> options, String value) {
    return options.stream()
        .filter(o -> o.getValue().equals(value))
        .findFirst()
        .orElse(options.get(0));
  }

  private static BlockElement select(String id, List<OptionObject> options, String chosen) {
    return StaticSelectElement.builder()
        .actionId(id)
        .options(options)
        .initialOption(chosen(options, chosen))
        .build();
  }
}
