package dev.rollbackbot.slack.view;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewClose;
import com.slack.api.model.view.ViewTitle;
import dev.rollbackbot.incident.Incident;
import dev.rollbackbot.incident.State;
import dev.rollbackbot.incident.StepRun;
import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Guideline;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole runbook to read; what fits the situation comes first. */
public final class Guide {
  private Guide() {}

  /** The runbook from its beginning. */
  public static View view(Runbook r) {
    return modal(r, sections(r));
  }

  /** The same, with the current step's guide on top. */
  static View view(Incident s) {
    List<LayoutBlock> blocks = new ArrayList<>();
    current(s).ifPresent(step -> step(blocks, step));
    blocks.addAll(sections(s.facts().runbook()));
    return modal(s.facts().runbook(), blocks);
  }

  private static Optional<Step> current(Incident s) {
    if (!(s.state() instanceof State.Executing x)) {
      return Optional.empty();
    }
    return x.rollback()
        .current()
        .map(StepRun::step)
        .flatMap(p ->
            s.facts().method().steps().stream().filter(m -> m.id().equals(p.id())).findFirst());
  }

  private static View modal(Runbook r, List<LayoutBlock> blocks) {
    return View.builder()
        .type("modal")
        .callbackId(Verb.GUIDE.callbackId())
        .title(
            ViewTitle.builder()
                .type("plain_text")
                .text(Dialogs.title("Runbook: " + r.shortName()))
                .build())
        .close(ViewClose.builder().type("plain_text").text("Close").build())
        .blocks(Fold.modal(blocks, "There is more. " + where(r)))
        .build();
  }

  private static String where(Runbook r) {
    return r.link()
        .map(l -> "The whole runbook: " + Mrkdwn.quote(l))
        .orElse("The whole runbook is in " + Mrkdwn.quote(r.source().file()) + ".");
  }

  private static List<LayoutBlock> sections(Runbook r) {
    List<LayoutBlock> out = new ArrayList<>();
    out.add(Kit.context(Mrkdwn.escape(r.name() + " " + r.version() + ", " + r.updated())));
    text(
        out,
        "When to roll back",
        r.triggers().stream().map(Trigger::text).map(Guide::dot).toList());
    text(out, "Decision", r.guidance().stream().map(Guide::decision).toList());
    text(out, "Before", r.checklist().stream().map(ChecklistItem::title).map(Guide::dot).toList());
    r.checklist().forEach(i -> i.guide().ifPresent(g -> passage(out, i.title(), g)));
    int number = 0;
    for (Method m : r.methods()) {
      method(out, ++number, m);
    }
    text(out, "After", r.verification().probes().stream().map(p -> dot(p.title())).toList());
    r.checks().forEach(c -> passage(out, c.title(), c.guide().orElse("A person looks.")));
    r.database()
        .ifPresent(d -> {
          text(out, "Database", List.of(d.when()));
          d.steps().forEach(g -> passage(out, g.title(), g.text()));
        });
    text(
        out,
        "Drill, " + r.drill().cadence(),
        Stream.concat(
                r.drill().steps().stream().map(Guide::dot),
                r.drill().checklist().stream().map(c -> "[ ] " + c))
            .toList());
    text(
        out,
        "Contacts",
        r.contacts().stream()
            .map(c -> dot(c.role() + ": " + c.reach() + (c.placeholder() ? " (placeholder)" : "")))
            .toList());
    text(
        out,
        "Documents",
        r.documents().stream().map(d -> dot(d.title() + ": " + d.link())).toList());
    return out;
  }

  private static void method(List<LayoutBlock> out, int number, Method m) {
    out.add(Kit.divider());
    text(out, "Method " + number + ": " + m.name(), List.of(Limits.some(m.when())));
    m.steps().forEach(step -> step(out, step));
  }

  private static void step(List<LayoutBlock> out, Step step) {
    switch (step) {
      case Step.RollBackService s -> {
        passage(out, s.title(), "Expected: " + s.expected());
        s.byHand().forEach(g -> passage(out, "By hand: " + g.title(), g.text()));
      }
      case Step.Manual s -> passage(out, s.title(), s.instruction());
    }
  }

  private static String decision(Guideline g) {
    return dot(
        (g.affectingUsers() ? "users feel it" : "users do not feel it")
            + g.severity().map(s -> ", " + s).orElse("")
            + ": "
            + g.reason());
  }

  private static String dot(String text) {
    return "• " + text;
  }

  private static void text(List<LayoutBlock> out, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      out.add(
          Kit.section(
              "*"
                  + Mrkdwn.quote(title)
                  + "*\n"
                  + lines.stream().map(Mrkdwn::escape).collect(Collectors.joining("\n"))));
    }
  }

  private static void passage(List<LayoutBlock> out, String title, String text) {
    out.add(Kit.section("*" + Mrkdwn.quote(title) + "*\n" + Mrkdwn.escape(code(text))));
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
