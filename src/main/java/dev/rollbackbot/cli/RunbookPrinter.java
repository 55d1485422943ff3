package dev.rollbackbot.cli;

import dev.rollbackbot.runbook.ChecklistItem;
import dev.rollbackbot.runbook.DecisionRule;
import dev.rollbackbot.runbook.Environment;
import dev.rollbackbot.runbook.Instructions;
import dev.rollbackbot.runbook.Method;
import dev.rollbackbot.runbook.Probe;
import dev.rollbackbot.runbook.Runbook;
import dev.rollbackbot.runbook.Step;
import dev.rollbackbot.runbook.Trigger;
import java.util.Locale;
import java.util.stream.Collectors;

/** A runbook as plain text. */
final class RunbookPrinter {
  private final StringBuilder out = new StringBuilder();

  private RunbookPrinter() {}

  static String of(Runbook runbook) {
    RunbookPrinter text = new RunbookPrinter();
    text.printLine(
        runbook.name() + " (" + runbook.id() + ") " + runbook.version() + ", " + runbook.updated());
    text.printTriggers(runbook);
    text.checklist(runbook);
    runbook.methods().forEach(text::method);
    text.verification(runbook);
    text.database(runbook);
    runbook.environments().forEach(e -> text.environment(runbook, e));
    text.printRemaining(runbook);
    return text.out.toString();
  }

  private void printTriggers(Runbook runbook) {
    title("When to roll back");
    for (Trigger trigger : runbook.triggers()) {
      printLine(
          "- " + trigger.text() + " (" + trigger.kind().name().toLowerCase(Locale.ROOT) + ")");
    }
    title("Decision");
    for (DecisionRule rule : runbook.guidance()) {
      printLine(
          "- "
              + (rule.affectingUsers() ? "users feel it" : "users do not feel it")
              + rule.severity().map(s -> ", " + s).orElse("")
              + ": "
              + rule.advice()
              + rule.deadline().map(d -> " within " + d.toMinutes() + " min").orElse("")
              + ". "
              + rule.reason());
    }
  }

  private void checklist(Runbook runbook) {
    title("Before");
    for (ChecklistItem item : runbook.checklist()) {
      printLine("- " + item.title() + (item.byPerson() ? "" : " (the bot does it)"));
    }
  }

  private void method(Method method) {
    title("Method: " + method.name() + (method.when().isBlank() ? "" : " (" + method.when() + ")"));
    int number = 0;
    for (Step step : method.steps()) {
      printLine(++number + ". " + step.title());
      switch (step) {
        case Step.RollBackService rollBack -> {
          printLine("   Expected: " + rollBack.expected());
          rollBack.cannotUndo().forEach(c -> printLine("   Not undone: " + c));
          rollBack.byHand().forEach(this::guide);
        }
        case Step.Manual manual -> printLine(manual.instruction().indent(3).stripTrailing());
      }
    }
  }

  private void guide(Instructions instructions) {
    printLine("   By hand, " + instructions.title() + ":");
    printLine(instructions.text().indent(6).stripTrailing());
  }

  private void verification(Runbook runbook) {
    title("After");
    printLine(
        "Wait "
            + runbook.verification().propagation().toSeconds()
            + " s; every probe passes "
            + runbook.verification().passesInARow()
            + " times in a row.");
    for (Probe probe : runbook.verification().probes()) {
      printLine(
          "- "
              + probe.title()
              + ": GET "
              + probe.path()
              + " on "
              + probe.service()
              + " gives "
              + probe.statuses());
    }
    runbook.verification().checks().forEach(c -> printLine("- " + c.title() + " (a person)"));
  }

  private void database(Runbook runbook) {
    runbook
        .database()
        .ifPresent(procedure -> {
          title("Database");
          printLine(procedure.when());
          procedure.steps().forEach(this::guide);
        });
  }

  private void environment(Runbook runbook, Environment environment) {
    title("Environment: " + environment.id());
    printLine(
        "Responders: " + environment.responders().orElse("everybody in the incidents channel"));
    printLine("Approvers: " + environment.approvers().orElse("everybody in the incidents channel"));
    printLine("Stakeholders: " + String.join(", ", environment.stakeholders()));
    runbook
        .services()
        .forEach(service ->
            printLine(
                "- "
                    + service.name()
                    + ": "
                    + runbook.serviceIn(environment, service.id()).resource()
                    + runbook.address(environment, service.id()).map(a -> " at " + a).orElse("")));
  }

  private void printRemaining(Runbook runbook) {
    title("Sign-off");
    printLine(
        runbook.signOff().rolledBack() + "; " + runbook.signOff().verified() + " (another person)");
    title("Drill, " + runbook.drill().cadence());
    runbook.drill().steps().forEach(s -> printLine("- " + s));
    runbook.drill().checklist().forEach(s -> printLine("[ ] " + s));
    title("Contacts");
    runbook
        .contacts()
        .forEach(contact ->
            printLine(
                "- "
                    + contact.role()
                    + ": "
                    + contact.reach()
                    + (contact.placeholder() ? " (placeholder)" : "")));
    title("Documents");
    printLine(
        runbook.documents().stream()
            .map(d -> "- " + d.title() + ": " + d.link())
            .collect(Collectors.joining("\n")));
  }

  private void title(String text) {
    printLine("\n" + text);
  }

  private void printLine(String text) {
    out.append(text).append('\n');
  }
}
