package dev.rollbackbot.slack.view.modal;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import dev.rollbackbot.slack.view.blockkit.BlockKit;
import dev.rollbackbot.slack.view.blockkit.BlockKitLimits;
import dev.rollbackbot.slack.view.blockkit.BlockTruncation;
import dev.rollbackbot.slack.view.blockkit.Mrkdwn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole runbook, to be read; the current step comes first. */
public final class RunbookModal {
  private static final String CALLBACK = "dialog:guide";

  private RunbookModal() {}

  public static View view(Runbook runbook) {
    return modal(runbook, sections(runbook));
  }

  public static View view(ModalContext context) {
    Incident incident = context.incident();
    List<LayoutBlock> blocks = new ArrayList<>();
    current(incident).ifPresent(step -> step(blocks, incident.details().runbook(), step));
    blocks.addAll(sections(incident.details().runbook()));
    return modal(incident.details().runbook(), blocks);
  }

  private static Optional<Step> current(Incident incident) {
    return incident.state() instanceof State.Executing executing
        ? executing
            .rollback()
            .current()
            .flatMap(run ->
                incident.details().method().steps().stream()
                    .filter(step -> step.id().equals(run.step().id()))
                    .findFirst())
        : Optional.empty();
  }

  private static View modal(Runbook runbook, List<LayoutBlock> blocks) {
    return BlockKit.modal(
        CALLBACK,
        "Runbook: " + runbook.shortName(),
        "Close",
        BlockTruncation.modal(blocks, "There is more. " + source(runbook)));
  }

  private static String source(Runbook runbook) {
    return runbook
        .link()
        .map(link -> "The whole runbook: " + Mrkdwn.quote(link))
        .orElse("The whole runbook is in " + Mrkdwn.quote(runbook.sourceText().file()) + ".");
  }

  private static List<LayoutBlock> sections(Runbook runbook) {
    List<LayoutBlock> out = new ArrayList<>();
    out.add(
        BlockKit.context(
            Mrkdwn.escape(runbook.name() + " " + runbook.version() + ", " + runbook.updated())));
    bullets(out, "When to roll back", runbook.triggers(), Trigger::text);
    bullets(out, "Decision", runbook.guidance(), RunbookModal::decision);
    bullets(out, "Before", runbook.checklist(), ChecklistItem::title);
    runbook
        .checklist()
        .forEach(
            item -> item.instructions().ifPresent(text -> addSection(out, item.title(), text)));
    int number = 0;
    for (Method method : runbook.methods()) {
      method(out, runbook, ++number, method);
    }
    bullets(out, "After", runbook.verification().probes(), Probe::title);
    runbook
        .checks()
        .forEach(c -> addSection(out, c.title(), c.instructions().orElse("A person looks.")));
    runbook
        .database()
        .ifPresent(procedure -> {
          text(out, "Database", List.of(procedure.when()));
          procedure.steps().forEach(step -> addSection(out, step.title(), step.text()));
        });
    text(
        out,
        "Drill, " + runbook.drill().cadence(),
        Stream.concat(
                runbook.drill().steps().stream().map(RunbookModal::bullet),
                runbook.drill().checklist().stream().map(item -> "[ ] " + item.text()))
            .toList());
    bullets(
        out,
        "Contacts",
        runbook.contacts(),
        c -> c.role() + ": " + c.reach() + (c.placeholder() ? " (placeholder)" : ""));
    bullets(out, "Documents", runbook.documents(), d -> d.title() + ": " + d.link());
    return out;
  }

  private static void method(List<LayoutBlock> out, Runbook runbook, int number, Method method) {
    out.add(BlockKit.divider());
    text(
        out,
        "Method " + number + ": " + method.name(),
        List.of(BlockKitLimits.nonEmpty(method.when())));
    for (Step step : method.steps()) {
      beside(out, method, step);
      step(out, runbook, step);
    }
  }

  /** Before the first of several steps that run at the same time. */
  private static void beside(List<LayoutBlock> out, Method method, Step step) {
    List<Step> others = method.beside(step);
    boolean first =
        others.stream()
            .allMatch(other -> method.steps().indexOf(step) < method.steps().indexOf(other));
    if (first && !others.isEmpty()) {
      bullets(
          out,
          "At the same time",
          Stream.concat(Stream.of(step), others.stream()).toList(),
          Step::title);
    }
  }

  private static void step(List<LayoutBlock> out, Runbook runbook, Step step) {
    switch (step) {
      case Step.RollBackService rollBack -> {
        addSection(out, rollBack.title(), "Expected: " + rollBack.expected());
        rollBack.byHand().forEach(part -> addSection(out, "By hand: " + part.title(), part.text()));
      }
      case Step.JobStep run -> {
        addSection(
            out,
            run.title(),
            "Runs: %s%s\nExpected: %s\nWay back: %s"
                .formatted(
                    run.job().summary(Map.of()),
                    runbook.doneWhen(run).map(text -> "\n" + text).orElse(""),
                    run.expected(),
                    run.wayBack().orElse("none")));
        run.byHand().forEach(part -> addSection(out, "By hand: " + part.title(), part.text()));
      }
      case Step.Manual manual -> addSection(out, manual.title(), manual.instruction());
    }
  }

  private static String decision(DecisionRule rule) {
    return (rule.affectingUsers() ? "users feel it" : "users do not feel it")
        + rule.severity().map(s -> ", " + s).orElse("")
        + ": "
        + rule.reason();
  }

  private static <T> void bullets(
      List<LayoutBlock> out, String title, List<T> items, Function<T, String> text) {
    text(out, title, items.stream().map(text).map(RunbookModal::bullet).toList());
  }

  private static String bullet(String text) {
    return "• " + text;
  }

  private static void text(List<LayoutBlock> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      String text = lines.stream().map(Mrkdwn::escape).collect(Collectors.joining("\n"));
      out.add(BlockKit.section("*" + Mrkdwn.quote(title) + "*\n" + text));
    }
  }

  private static void addSection(List<LayoutBlock> out, String title, String text) {
    out.add(BlockKit.section("*" + Mrkdwn.quote(title) + "*\n" + Mrkdwn.escape(code(text))));
  }

  /** Lines that are indented by four spaces are commands. */
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
