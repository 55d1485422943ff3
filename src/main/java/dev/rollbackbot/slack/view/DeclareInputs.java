package dev.rollbackbot.slack.view;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is filled in to declare an incident: one element for each question. */
final class DeclareInputs {
  private DeclareInputs() {}

  static BlockElement observed(Runbook r, DeclareModal.Form f) {
    List<OptionGroupObject> groups = new ArrayList<>();
    group(r, Trigger.Kind.AUTOMATIC, "Seen by monitoring").ifPresent(groups::add);
    group(r, Trigger.Kind.MANUAL, "Judged by people").ifPresent(groups::add);
    OptionObject other = Kit.option("Something else", Declaration.OTHER);
    groups.add(
        OptionGroupObject.builder()
            .label(Kit.plain("Other", Limits.OPTION))
            .options(List.of(other))
            .build());
    OptionObject chosen =
        groups.stream()
            .flatMap(g -> g.getOptions().stream())
            .filter(o -> o.getValue().equals(f.observed()))
            .findFirst()
            .orElse(other);
    return StaticSelectElement.builder()
        .actionId(DeclareModal.OBSERVED)
        .optionGroups(groups)
        .initialOption(chosen)
        .build();
  }

  private static Optional<OptionGroupObject> group(Runbook r, Trigger.Kind kind, String label) {
    List<OptionObject> options =
        r.triggers().stream()
            .filter(t -> t.kind() == kind)
            .limit(Limits.OPTIONS)
            .map(t -> Kit.option(t.text(), t.id()))
            .toList();
    return options.isEmpty()
        ? Optional.empty()
        : Optional.of(
            OptionGroupObject.builder()
                .label(Kit.plain(label, Limits.OPTION))
                .options(options)
                .build());
  }

  static BlockElement affecting(DeclareModal.Form f) {
    List<OptionObject> options =
        List.of(
            Kit.option("Yes, users feel it", DeclareModal.YES),
            Kit.option("No, not yet", DeclareModal.NO));
    return RadioButtonsElement.builder()
        .actionId(DeclareModal.AFFECTING)
        .options(options)
        .initialOption(options.get(f.affecting() ? 0 : 1))
        .build();
  }

  static BlockElement severity(DeclareModal.Form f) {
    List<OptionObject> options =
        List.of(
            Kit.option("CRITICAL", Severity.CRITICAL.name(), "Data loss, security"),
            Kit.option("HIGH", Severity.HIGH.name(), "Errors, failures"),
            Kit.option("MEDIUM", Severity.MEDIUM.name(), "Performance, user experience"));
    return RadioButtonsElement.builder()
        .actionId(DeclareModal.SEVERITY)
        .options(options)
        .initialOption(chosen(options, f.severity().name()))
        .build();
  }

  static BlockElement text(DeclareModal.Form f) {
    PlainTextInputElement element = Kit.text(DeclareModal.TEXT, true, DeclareModal.DESCRIPTION);
    if (!f.description().isEmpty()) {
      element.setInitialValue(f.description());
    }
    return element;
  }

  static BlockElement detectedAt(DeclareModal.Form f) {
    return DatetimePickerElement.builder()
        .actionId(DeclareModal.DETECTED)
        .initialDateTime((int) f.detectedAt().getEpochSecond())
        .build();
  }

  static BlockElement lead(DeclareModal.Form f) {
    return UsersSelectElement.builder().actionId(DeclareModal.LEAD).initialUser(f.lead()).build();
  }

  static BlockElement method(Runbook r, DeclareModal.Form f) {
    List<OptionObject> options = new ArrayList<>();
    for (Method m : r.methods()) {
      options.add(
          Kit.option((options.size() + 1) + ". " + m.name(), m.id(), Limits.some(m.when())));
    }
    return select(DeclareModal.METHOD, options, f.method());
  }

  static BlockElement environment(Runbook r, DeclareModal.Form f) {
    List<OptionObject> options =
        r.environments().stream().map(e -> Kit.option(e.id(), e.id())).toList();
    return select(DeclareModal.ENVIRONMENT, options, f.environment().orElse(""));
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
