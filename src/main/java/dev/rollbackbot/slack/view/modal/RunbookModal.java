package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.rollback.StepRun;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.BlockTruncation;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole runbook to read; what fits the situation comes first. */
public final class RunbookModal {
  private static final String CALLBACK = "dialog:guide";

  private RunbookModal() {}

  /** The runbook from its beginning. */
  public static View view(Runbook runbook) {
    return modal(runbook, sections(runbook));
  }

  /** The same, with the current step's guide on top. */
  public static View view(ModalContext to) {
    Incident incident = to.incident();
    List<LayoutBlock> blocks = new ArrayList<>();
    current(incident).ifPresent(step -> step(blocks, step));
    blocks.addAll(sections(incident.details().runbook()));
    return modal(incident.details().runbook(), blocks);
  }

  private static Optional<Step> current(Incident incident) {
    if (!(incident.state() instanceof State.Executing executing)) {
      return Optional.empty();
    }
    return executing
        .rollback()
        .current()
        .map(StepRun::step)
        .flatMap(step ->
            incident.details().method().steps().stream()
                .filter(m -> m.id().equals(step.id()))
                .findFirst());
  }

  private static View modal(Runbook runbook, List<LayoutBlock> blocks) {
    return BlockKit.modal(
        CALLBACK,
        "Runbook: " + runbook.shortName(),
        "Close",
        BlockTruncation.modal(blocks, "There is more. " + environments(runbook)));
  }

  private static String environments(Runbook runbook) {
    return runbook
        .link()
        .map(l -> "The whole runbook: " + Mrkdwn.quote(l))
        .orElse("The whole runbook is in " + Mrkdwn.quote(runbook.sourceText().file()) + ".");
  }

  private static List<LayoutBlock> sections(Runbook runbook) {
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        BlockKit.context(
            Mrkdwn.escape(runbook.name() + " " + runbook.version() + ", " + runbook.updated())));
    text(
        out,
        "When to roll back",
        runbook.triggers().stream().map(Trigger::text).map(RunbookModal::bullet).toList());
    text(out, "Decision", runbook.guidance().stream().map(RunbookModal::decision).toList());
    text(
        out,
        "Before",
        runbook.checklist().stream().map(ChecklistItem::title).map(RunbookModal::bullet).toList());
    runbook
        .checklist()
        .forEach(i -> i.instructions().ifPresent(g -> addSection(out, i.title(), g)));
    int number = 0;
    for (Method method : runbook.methods()) {
      method(out, ++number, method);
    }
    text(
        out,
        "After",
        runbook.verification().probes().stream().map(p -> bullet(p.title())).toList());
    runbook
        .checks()
        .forEach(c -> addSection(out, c.title(), c.instructions().orElse("A person looks.")));
    runbook
        .database()
        .ifPresent(procedure -> {
          text(out, "Database", List.of(procedure.when()));
          procedure.steps().forEach(g -> addSection(out, g.title(), g.text()));
        });
    text(
        out,
        "Drill, " + runbook.drill().cadence(),
        Stream.concat(
                runbook.drill().steps().stream().map(RunbookModal::bullet),
                runbook.drill().checklist().stream().map(c -> "[ ] " + c))
            .toList());
    text(
        out,
        "Contacts",
        runbook.contacts().stream()
            .map(c ->
                bullet(c.role() + ": " + c.reach() + (c.placeholder() ? " (placeholder)" : "")))
            .toList());
    text(
        out,
        "Documents",
        runbook.documents().stream().map(d -> bullet(d.title() + ": " + d.link())).toList());
    return out;
  }

  private static void method(List<LayoutBlock> out, int number, Method method) {
    out.add(BlockKit.divider());
    text(
        out,
        "Method " + number + ": " + method.name(),
        List.of(BlockKitLimits.nonEmpty(method.when())));
    method.steps().forEach(step -> step(out, step));
  }

  private static void step(List<LayoutBlock> out, Step step) {
    switch (step) {
      case Step.RollBackService rollBack -> {
        addSection(out, rollBack.title(), "Expected: " + rollBack.expected());
        rollBack.byHand().forEach(g -> addSection(out, "By hand: " + g.title(), g.text()));
      }
      case Step.Manual manual -> addSection(out, manual.title(), manual.instruction());
    }
  }

  private static String decision(DecisionRule rule) {
    return bullet(
        (rule.affectingUsers() ? "users feel it" : "users do not feel it")
            + rule.severity().map(s -> ", " + s).orElse("")
            + ": "
            + rule.reason());
  }

  private static String bullet(String text) {
    return "• " + text;
  }

  private static void text(List<LayoutBlock> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.add(
          BlockKit.section(
              "*"
                  + Mrkdwn.quote(title)
                  + "*\n"
                  + lines.stream().map(Mrkdwn::escape).collect(Collectors.joining("\n"))));
    }
  }

  private static void addSection(List<LayoutBlock> out, String title, String text) {
    out.add(BlockKit.section("*" + Mrkdwn.quote(title) + "*\n" + Mrkdwn.escape(code(text))));
  }

  /** Lines that are indented by four blanks are commands. */
  private static String code(String text) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (String line : text.split("\n", -1)) {
      boolean command = line.startsWith("    ");
      if (command != inside && (command || !line.isBlank())) {
        out.append("```\n");
        inside = command;
      }
      out.append(inside && command ? line.substring(4) : line).append('\n');
    }
    return inside ? out.append("```").toString() : out.toString().stripTrailing();
  }
}
