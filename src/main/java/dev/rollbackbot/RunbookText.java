package dev.rollbackbot;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Guide;
import dev.rollbackbot.runbook.Guideline;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import java.util.Locale;
import java.util.stream.Collectors;

/** A runbook as plain text. */
final class RunbookText {
  private final StringBuilder out = new StringBuilder();

  private RunbookText() {}

  static String of(Runbook r) {
    RunbookText text = new RunbookText();
    text.line(r.name() + " (" + r.id() + ") " + r.version() + ", " + r.updated());
    text.when(r);
    text.checklist(r);
    r.methods().forEach(text::method);
    text.verification(r);
    text.database(r);
    r.environments().forEach(e -> text.environment(r, e));
    text.rest(r);
    return text.out.toString();
  }

  private void when(Runbook r) {
    title("When to roll back");
    for (Trigger t : r.triggers()) {
      line("- " + t.text() + " (" + t.kind().name().toLowerCase(Locale.ROOT) + ")");
    }
    title("Decision");
    for (Guideline g : r.guidance()) {
      line(
          "- "
              + (g.affectingUsers() ? "users feel it" : "users do not feel it")
              + g.severity().map(s -> ", " + s).orElse("")
              + ": "
              + g.advice()
              + g.deadline().map(d -> " within " + d.toMinutes() + " min").orElse("")
              + ". "
              + g.reason());
    }
  }

  private void checklist(Runbook r) {
    title("Before");
    for (ChecklistItem i : r.checklist()) {
      line("- " + i.title() + (i.byPerson() ? "" : " (the bot does it)"));
    }
  }

  private void method(Method m) {
    title("Method: " + m.name() + (m.when().isBlank() ? "" : " (" + m.when() + ")"));
    int number = 0;
    for (Step step : m.steps()) {
      line(++number + ". " + step.title());
      switch (step) {
        case Step.RollBackService s -> {
          line("   Expected: " + s.expected());
          s.cannotUndo().forEach(c -> line("   Not undone: " + c));
          s.byHand().forEach(this::guide);
        }
        case Step.Manual s -> line(s.instruction().indent(3).stripTrailing());
      }
    }
  }

  private void guide(Guide g) {
    line("   By hand, " + g.title() + ":");
    line(g.text().indent(6).stripTrailing());
  }

  private void verification(Runbook r) {
    title("After");
    line(
        "Wait "
            + r.verification().propagation().toSeconds()
            + " s; every probe passes "
            + r.verification().passesInARow()
            + " times in a row.");
    for (Probe p : r.verification().probes()) {
      line(
          "- " + p.title() + ": GET " + p.path() + " on " + p.service() + " gives " + p.statuses());
    }
    r.verification().checks().forEach(c -> line("- " + c.title() + " (a person)"));
  }

  private void database(Runbook r) {
    r.database()
        .ifPresent(d -> {
          title("Database");
          line(d.when());
          d.steps().forEach(this::guide);
        });
  }

  private void environment(Runbook r, Environment e) {
    title("Environment: " + e.id());
    line("Responders: " + e.responders().orElse("everybody in the incidents channel"));
    line("Approvers: " + e.approvers().orElse("everybody in the incidents channel"));
    line("Stakeholders: " + String.join(", ", e.stakeholders()));
    r.services()
        .forEach(s ->
            line(
                "- "
                    + s.name()
                    + ": "
                    + r.in(e, s.id()).resource()
                    + r.address(e, s.id()).map(a -> " at " + a).orElse("")));
  }

  private void rest(Runbook r) {
    title("Sign-off");
    line(r.signOff().rolledBack() + "; " + r.signOff().verified() + " (another person)");
    title("Drill, " + r.drill().cadence());
    r.drill().steps().forEach(s -> line("- " + s));
    r.drill().checklist().forEach(s -> line("[ ] " + s));
    title("Contacts");
    r.contacts()
        .forEach(c ->
            line("- " + c.role() + ": " + c.reach() + (c.placeholder() ? " (placeholder)" : "")));
    title("Documents");
    line(
        r.documents().stream()
            .map(d -> "- " + d.title() + ": " + d.link())
            .collect(Collectors.joining("\n")));
  }

  private void title(String text) {
    line("\n" + text);
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
