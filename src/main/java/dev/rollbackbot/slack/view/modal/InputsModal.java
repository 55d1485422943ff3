package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.Plan;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The modal that asks for the values with which a step's job is run. */
public final class InputsModal {
  /** The block of an input is this and its id. */
  private static final String BLOCK = "input:";

  private InputsModal() {}

  /** The value's arguments are the hash of the plan and the id of the step. */
  public static View view(ModalContext context) {
    String id = context.about().argument(1);
    Optional<Step.JobStep> step = context.incident().details().method().job(id);
    Optional<PlannedJob> job =
        plan(context.incident().state()).stream()
            .flatMap(plan -> plan.steps().stream())
            .filter(s -> s.id().equals(id))
            .flatMap(s -> s.job().stream())
            .findFirst();
    List<LayoutBlock> blocks = new ArrayList<>();
    if (step.isEmpty() || job.isEmpty()) {
      blocks.add(BlockKit.section("There is nothing to choose for this step now."));
    } else {
      Map<String, String> values = job.get().values();
      step.get()
          .inputs()
          .forEach(in -> blocks.add(input(in, Optional.ofNullable(values.get(in.id())))));
    }
    return ActionModals.modal(context, "What is run", "Choose", blocks);
  }

  /** The values by the inputs' ids. */
  public static Map<String, String> values(Map<String, String> fields) {
    Map<String, String> values = new HashMap<>();
    fields.forEach((block, value) -> {
      if (block.startsWith(BLOCK)) {
        values.put(block.substring(BLOCK.length()), value);
      }
    });
    return values;
  }

  private static Optional<Plan> plan(State state) {
    return switch (state) {
      case State.AwaitingApproval awaiting -> Optional.of(awaiting.plan());
      case State.Preparing(State.Planned planned) -> Optional.of(planned.plan());
      case State _ -> Optional.empty();
    };
  }

  private static LayoutBlock input(JobInput input, Optional<String> value) {
    BlockElement element =
        switch (input.kind()) {
          case JobInput.ChoiceInput choice -> select(choice, value);
          case JobInput.TextInput _, JobInput.CommitsInput _ -> text(value);
        };
    return BlockKit.input(BLOCK + input.id(), input.title(), hint(input), false, element);
  }

  private static BlockElement select(JobInput.ChoiceInput choice, Optional<String> value) {
    List<OptionObject> options =
        choice.options().stream()
            .limit(BlockKitLimits.OPTIONS)
            .map(option -> BlockKit.option(option, option))
            .toList();
    return value.isPresent()
        ? BlockKit.select(ActionModals.CHOICE, options, value.get())
        : StaticSelectElement.builder().actionId(ActionModals.CHOICE).options(options).build();
  }

  private static BlockElement text(Optional<String> value) {
    PlainTextInputElement text = BlockKit.text(ActionModals.TEXT, false, JobInput.MAX_LENGTH);
    value.ifPresent(text::setInitialValue);
    return text;
  }

  private static String hint(JobInput input) {
    return switch (input.kind()) {
      case JobInput.ChoiceInput _ -> "One of the list.";
      case JobInput.TextInput text -> "It must match " + text.pattern() + ".";
      case JobInput.CommitsInput _ -> "Ids of commits, with a blank between them.";
    };
  }
}
