package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.block.composition.OptionObject;
import com.slack.api.model.block.element.BlockElement;
import com.slack.api.model.block.element.MultiStaticSelectElement;
import com.slack.api.model.block.element.PlainTextInputElement;
import com.slack.api.model.block.element.StaticSelectElement;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.commit.Commit;
import dev.rollbackbot.incident.commit.OfferedCommits;
import dev.rollbackbot.incident.rollback.PlannedJob;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.job.JobInput;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The modal that asks for the values with which a step's job is run. */
public final class InputsModal {
  /** The block of an input is this and its id. */
  private static final String BLOCK = "input:";

  /** Characters of an id that people see. */
  private static final int LABEL = 7;

  /** The block of a list of commits is this and the id of the input. */
  private static final String PICKED = "picked:";

  private InputsModal() {}

  /** The value's arguments are the hash of the plan and the id of the step. */
  public static View view(ModalContext context) {
    String id = context.about().argument(1);
    Optional<Step.JobStep> step = context.incident().details().method().job(id);
    Optional<PlannedJob> job =
        context.incident().openPlan().stream()
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
          .forEach(
              in -> blocks.addAll(blocks(in, Optional.ofNullable(values.get(in.id())), job.get())));
    }
    return ActionModals.modal(context, "What is run", "Choose", blocks);
  }

  /**
   * The values by the inputs' ids; of commits, those that were picked and those that were typed.
   */
  public static Map<String, String> values(Map<String, String> fields) {
    Map<String, String> values = new HashMap<>();
    for (String begin : List.of(PICKED, BLOCK)) {
      fields.forEach((block, value) -> {
        if (block.startsWith(begin) && !value.isEmpty()) {
          values.merge(block.substring(begin.length()), value, (a, b) -> a + " " + b);
        }
      });
    }
    return values;
  }

  private static List<LayoutBlock> blocks(JobInput input, Optional<String> value, PlannedJob job) {
    Optional<OfferedCommits> offered =
        job.offered().filter(_ -> input.kind() instanceof JobInput.CommitsInput);
    if (offered.isEmpty()) {
      return List.of(input(input, value));
    }
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        BlockKit.section(
            Mrkdwn.quote(offered.get().why())
                + offered.get().compare().map(a -> " " + Mrkdwn.link(a, "compare")).orElse("")));
    if (offered.get().commits().isEmpty()) {
      out.add(input(input, value));
      return out;
    }
    List<String> chosen = value.map(v -> List.of(v.split(" ", -1))).orElse(List.of());
    List<String> others = chosen.stream().filter(id -> offered.get().find(id).isEmpty()).toList();
    out.add(
        BlockKit.input(PICKED + input.id(), input.title(), true, picker(offered.get(), chosen)));
    out.add(
        BlockKit.input(
            BLOCK + input.id(),
            "Others",
            hint(input),
            true,
            text(Optional.of(String.join(" ", others)).filter(text -> !text.isEmpty()))));
    return out;
  }

  private static BlockElement picker(OfferedCommits offered, List<String> chosen) {
    List<OptionObject> options = new ArrayList<>();
    List<OptionObject> initial = new ArrayList<>();
    for (Commit commit : offered.commits().stream().limit(BlockKitLimits.OPTIONS).toList()) {
      OptionObject option =
          BlockKit.option(
              commit.shortId().substring(0, LABEL) + " " + commit.subject(),
              commit.shortId(),
              commit.author()
                  + commit
                      .written()
                      .map(at -> ", " + LocalDate.ofInstant(at, ZoneOffset.UTC))
                      .orElse(""));
      options.add(option);
      if (chosen.stream().anyMatch(commit.id()::startsWith)) {
        initial.add(option);
      }
    }
    MultiStaticSelectElement picker =
        MultiStaticSelectElement.builder()
            .actionId(ActionModals.CHOICE)
            .options(options)
            .maxSelectedItems(JobInput.CommitsInput.MOST)
            .build();
    if (!initial.isEmpty()) {
      picker.setInitialOptions(initial);
    }
    return picker;
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
